package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.fairness.reductions.RandomizedModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores rows by a mitigated model: the model itself the quick way, then the repair of its scores, a few expressions a row.
 *
 * @param bundle around the mitigated model
 */
record MitigatedScoring(ModelBundle bundle, MitigatedModel mitigated) {

    /** Absent for other models. */
    static Optional<MitigatedScoring> of(ModelBundle bundle) {
        Transformer[] stages = bundle.model().stages();
        return stages.length == 1 && stages[0] instanceof MitigatedModel mitigated
                ? Optional.of(new MitigatedScoring(bundle, mitigated))
                : Optional.empty();
    }

    /** As {@link ModelBundle#predict(Dataset, List, ScoreNames, List)}. */
    Dataset<Row> predict(Dataset<Row> rows, List<String> kept, ScoreNames names, List<InputTally> tallies) {
        ModelBundle plain = bundle.with(new PipelineModel(bundle.model().uid() + "-model", List.of(mitigated.model())));
        Set<String> needed = new LinkedHashSet<>(kept);
        needed.addAll(mitigated.inputs());
        boolean drawn = mitigated.model() instanceof RandomizedModel;
        ScoreNames asked = drawn ? names.withRawScore(MitigatedModel.EXPECTED) : names;
        Dataset<Row> scored = plain.predict(rows, List.copyOf(needed), asked, tallies)
                .withColumn(MitigatedModel.SCORE, Columns.of(names.score()));
        List<Column> columns = new ArrayList<>();
        kept.stream()
                .filter(column -> !names.all().contains(column))
                .map(Columns::of)
                .forEach(columns::add);
        columns.add(col(MitigatedModel.SCORE).as(names.score()));
        columns.add(bundle.label().decode(col(MitigatedModel.DECISION)).as(names.prediction()));
        names.rawScore()
                .map(raw -> drawn ? col(MitigatedModel.SCORE).as(raw) : Columns.of(raw))
                .ifPresent(columns::add);
        return mitigated.repaired(scored).select(columns.toArray(Column[]::new));
    }
}
