package io.lepton.jobs.forget;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lepton.lake.TableVersion;
import io.lepton.registry.ModelVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/** The versions in the registry that a person's rows had a part in, by the version of the feature table that each was trained on. */
final class ModelsOfPerson {
    private final ForgetContext context;
    private final List<String> featureTables;
    private final Function<TableVersion, Keys> keys;
    private final Map<TableVersion, Optional<TrainedModel.How>> parts = new HashMap<>();

    ModelsOfPerson(ForgetContext context, List<String> featureTables, Function<TableVersion, Keys> keys) {
        this.context = context;
        this.featureTables = featureTables;
        this.keys = keys;
    }

    List<TrainedModel> find() {
        List<TrainedModel> found = new ArrayList<>();
        for (String name : context.registry().models()) {
            Map<String, Integer> aliases = context.registry().aliases(name);
            for (ModelVersion version : context.registry().versions(name)) {
                part(version)
                        .ifPresent(how -> found.add(
                                new TrainedModel(version.reference(), names(aliases, version.version()), how, false)));
            }
        }
        return found;
    }

    private Optional<TrainedModel.How> part(ModelVersion version) {
        if (!featureTables.contains(version.lineage().table())) {
            return Optional.empty();
        }
        return parts.computeIfAbsent(
                new TableVersion(version.lineage().table(), version.lineage().tableVersion()), this::part);
    }

    private Optional<TrainedModel.How> part(TableVersion features) {
        Optional<Row> rows = Gone.unless(() -> context.lake()
                .read(features.table(), context.lake().standIn(features).version())
                .where(keys.apply(features).hold(context.keys()))
                .agg(count(lit(1)), count(when(col("split").equalTo("train"), lit(1))))
                .head());
        if (rows.isEmpty()) {
            return Optional.of(TrainedModel.How.UNKNOWN);
        }
        if (rows.get().getLong(1) > 0) {
            return Optional.of(TrainedModel.How.TRAINED);
        }
        return rows.get().getLong(0) > 0 ? Optional.of(TrainedModel.How.MEASURED) : Optional.empty();
    }

    private static List<String> names(Map<String, Integer> aliases, int version) {
        return aliases.entrySet().stream()
                .filter(alias -> alias.getValue() == version)
                .map(Map.Entry::getKey)
                .toList();
    }
}
