package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import io.lepton.config.Score;
import io.lepton.error.LeptonException;
import io.lepton.inference.selection.Cut;
import io.lepton.inference.selection.TopRows;
import io.lepton.training.TaskType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Chooses rows of a batch by their scores; at the edge, of rows with equal scores, by a hash of their keys. */
record Selection(Score.Select select, List<String> keys) {

    /** @throws LeptonException configuration, where scores of rows cannot be compared */
    static Optional<Selection> of(RunContext context, ScoringModels.Loaded model) {
        Optional<Score.Select> select = context.pipeline().score().select();
        if (select.isPresent() && model.bundle().label().task() == TaskType.MULTICLASS) {
            throw LeptonException.configuration(
                    "Cannot select rows by their scores: the model tells more than two classes apart, and each"
                            + " row's score is that of its own class. Leave score.select out.");
        }
        return select.map(found -> new Selection(found, context.keys()));
    }

    /**
     * From where on rows are chosen.
     *
     * @param score name of its column
     * @param count of the rows
     */
    Cut cut(Dataset<Row> rows, String score, long count) {
        return select.atLeast().map(Cut::at).orElseGet(() -> new TopRows(rows, col(score), tie(keys))
                .cut(wanted(count)));
    }

    private long wanted(long count) {
        return select.top().map(Integer::longValue).orElseGet(() -> BigDecimal.valueOf(
                        select.topFraction().orElseThrow())
                .multiply(BigDecimal.valueOf(count))
                .longValue());
    }

    /** Whether a scored row is chosen. */
    static Column selected(Cut cut, String score, List<String> keys) {
        return cut.chooses(col(score), tie(keys));
    }

    private static Column tie(List<String> keys) {
        return xxhash64(keys.stream().map(Columns::of).toArray(Column[]::new));
    }
}
