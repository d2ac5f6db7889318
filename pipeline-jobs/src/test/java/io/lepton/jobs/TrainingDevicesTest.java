package io.lepton.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.PipelineText;
import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.training.device.Device;
import io.lepton.training.device.DeviceChoice;
import io.lepton.training.device.Engine;
import io.lepton.training.device.Gpus;
import org.junit.jupiter.api.Test;

class TrainingDevicesTest {
    private static final DeviceChoice ONE_GPU =
            new DeviceChoice(new Gpus(1, "there is one"), engine -> engine == Engine.XGBOOST);
    private static final DeviceChoice NO_GPU = new DeviceChoice(new Gpus(0, "there is none"), engine -> true);

    @Test
    void tellsWhereModelsTrainAndWhy() {
        Train train = train("models: {xgboost: {}, linear: {}, neural-network: {}}");

        TrainingDevices devices = TrainingDevices.choose(train, ONE_GPU);

        assertThat(devices.of(Train.ModelKind.XGBOOST)).isEqualTo(Device.CUDA);
        assertThat(devices.of(Train.ModelKind.LINEAR)).isEqualTo(Device.CPU);
        assertThat(devices.inWords())
                .containsExactly(
                        "xgboost trains on the GPU: there is one",
                        "neural-network trains on the CPU: this build of Lepton lacks DL4J's code for GPUs");
        assertThat(TrainingDevices.choose(train, NO_GPU).inWords())
                .containsExactly("xgboost and neural-network train on the CPU: there is none");
    }

    @Test
    void refusesCudaForModelsThatKnowNone() {
        assertThatThrownBy(() -> TrainingDevices.choose(train("models: {linear: {}}\n  device: cuda"), ONE_GPU))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("none of the models can use a GPU");
    }

    private static Train train(String settings) {
        return PipelineText.minimal().with("  " + settings).pipeline().train();
    }
}
