package io.lepton.jobs;

import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.training.device.Device;
import io.lepton.training.device.DeviceChoice;
import io.lepton.training.device.Engine;
import io.lepton.training.device.Placement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the models train that could do so on a GPU. */
record TrainingDevices(Map<Train.ModelKind, Placement> placements) {
    private static final Map<Train.ModelKind, Engine> ENGINES =
            Map.of(Train.ModelKind.XGBOOST, Engine.XGBOOST, Train.ModelKind.NEURAL_NETWORK, Engine.DL4J);

    static TrainingDevices choose(Train settings, DeviceChoice choice) {
        Device wish = Device.valueOf(settings.device().name());
        Map<Train.ModelKind, Placement> placements = new LinkedHashMap<>();
        settings.models().keySet().forEach(kind -> Optional.ofNullable(ENGINES.get(kind))
                .ifPresent(engine -> placements.put(kind, choice.place(engine, wish))));
        if (wish == Device.CUDA && placements.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot train with 'device: cuda' (train.device): none of the models can use a"
                            + " GPU. Add xgboost or neural-network to train.models, or leave train.device out.");
        }
        return new TrainingDevices(placements);
    }

    /** CPU for models that know nothing else. */
    Device of(Train.ModelKind kind) {
        return Optional.ofNullable(placements.get(kind)).map(Placement::device).orElse(Device.CPU);
    }

    /** A line for each place: who trains there, and why. */
    List<String> inWords() {
        Map<Placement, List<String>> models = new LinkedHashMap<>();
        placements.forEach((kind, placement) ->
                models.computeIfAbsent(placement, unseen -> new ArrayList<>()).add(Models.id(kind)));
        return models.entrySet().stream()
                .map(entry -> String.join(" and ", entry.getValue()) + " "
                        + (entry.getValue().size() > 1 ? "train " : "trains ")
                        + entry.getKey().inWords())
                .toList();
    }
}
