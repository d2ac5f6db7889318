package io.lepton.jobs.check;

import io.lepton.config.Anonymize;
import io.lepton.config.Pipeline;
import io.lepton.config.PipelineFile;
import io.lepton.config.Train;
import io.lepton.config.yaml.Problem;
import io.lepton.error.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whether every column that a pipeline file names is one of the source's. */
final class ColumnCheck {
    private static final int SHOWN_COLUMNS = 30;

    private final PipelineFile file;
    private final List<String> columns;
    private final List<Problem> problems = new ArrayList<>();

    ColumnCheck(PipelineFile file, List<String> columns) {
        this.file = file;
        this.columns = columns;
    }

    List<Problem> problems() {
        Pipeline pipeline = file.pipeline();
        each("ingest.key", pipeline.ingest().key(), columns);
        keys("ingest.columns", pipeline.ingest().columns().keySet());
        keys("anonymize.columns", pipeline.anonymize().columns().keySet());
        pipeline.anonymize()
                .columns()
                .forEach((column, protection) ->
                        one("anonymize.columns." + column + ".person", protection.person(), columns));
        pipeline.anonymize()
                .kAnonymity()
                .map(Anonymize.KAnonymity::quasiIdentifiers)
                .ifPresent(names -> each("anonymize.k-anonymity.quasi-identifiers", names, columns));
        keys("features.transforms", pipeline.features().transforms().keySet());
        List<String> withPosition = withPosition(pipeline);
        each("features.exclude", pipeline.features().exclude(), withPosition);
        one("features.event-time", pipeline.features().eventTime(), columns);
        one("train.label", Optional.of(pipeline.train().label()).filter(label -> !label.isEmpty()), columns);
        one("train.weight", pipeline.train().weight(), columns);
        one("train.split.column", pipeline.train().split().column(), withPosition);
        if (pipeline.train().models().get(Train.ModelKind.XGBOOST) instanceof Train.XgBoost xgboost) {
            keys("train.models.xgboost.monotone", xgboost.monotone().keySet());
            for (int i = 0; i < xgboost.interactions().size(); i++) {
                each(
                        "train.models.xgboost.interactions[" + i + "]",
                        xgboost.interactions().get(i),
                        columns);
            }
        }
        each("audit.protected-attributes", pipeline.audit().protectedAttributes(), columns);
        return List.copyOf(problems);
    }

    /** Ingestion adds the row's position where no key is declared. */
    private List<String> withPosition(Pipeline pipeline) {
        List<String> all = new ArrayList<>(columns);
        if (pipeline.ingest().key().isEmpty()) {
            all.add("row_id");
        }
        return all;
    }

    private void each(String list, List<String> names, List<String> known) {
        for (int i = 0; i < names.size(); i++) {
            one(list + "[" + i + "]", Optional.of(names.get(i)), known);
        }
    }

    private void keys(String section, Collection<String> names) {
        names.forEach(name -> {
            String at = section + "." + name;
            if (!columns.contains(name)) {
                problems.add(file.problem(at, unknown("'" + name + "'", name, columns)));
            }
        });
    }

    private void one(String at, Optional<String> column, List<String> known) {
        column.filter(name -> !known.contains(name) && file.sound(at))
                .ifPresent(name ->
                        problems.add(file.problem(at, unknown(file.places().shown(at, name), name, known))));
    }

    /** The nearest column, or the list of all where none is near. */
    static String unknown(String shown, String name, List<String> known) {
        String hint = Suggestion.didYouMean(name, known);
        String listed = String.join(", ", known.subList(0, Math.min(SHOWN_COLUMNS, known.size())))
                + (known.size() > SHOWN_COLUMNS ? ", …" : "");
        return "the data has no column " + shown + "." + (hint.isEmpty() ? " It has: " + listed : hint);
    }
}
