package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Score;
import io.lepton.lake.KeyedRows;
import io.lepton.lake.TableFiles;
import io.lepton.lake.TableVersion;
import io.lepton.lake.WriteId;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A batch that passed its audit, on its way into the tables that others read.
 *
 * @param waiting the table that holds it
 * @param scores its rows
 */
record Publication(RunContext context, ScoreStage.Detail batch, TableFiles waiting, Dataset<Row> scores) {
    private static final String TIME = "scored_at";

    /** Commits the batch, what readers take for the sign of it last. */
    List<TableVersion> publish() {
        List<TableVersion> written = new ArrayList<>();
        batch.challenger().ifPresent(model -> written.add(write(ofChallenger(model), context.challengerTable())));
        written.add(copied().orElseGet(() -> write(ofModel(), context.scoreTable())));
        return written;
    }

    /** The model's columns of the files that wait, as they are; absent where something is to be computed yet, or rows take the place of others. */
    private Optional<TableVersion> copied() {
        if (context.pipeline().score().write() != Score.Write.APPEND
                || batch.cut().isPresent()) {
            return Optional.empty();
        }
        return context.lake()
                .appendFiles(
                        waiting, List.of(ofModel().columns()), context.scoreTable(), context.writeId(StageName.AUDIT));
    }

    private TableVersion write(Dataset<Row> rows, String table) {
        WriteId id = context.writeId(StageName.AUDIT);
        if (context.pipeline().score().write() == Score.Write.APPEND) {
            return context.lake().append(rows, table, id);
        }
        Optional<Dataset<Row>> gone =
                new UnpublishedBatch(context).gone().map(keys -> keys.withColumn(TIME, lit(scoredAt())));
        return context.lake().merge(new KeyedRows(rows, gone, context.keys(), TIME), table, id);
    }

    /** When the score stage of the run began. */
    private Timestamp scoredAt() {
        return Timestamp.from(context.ledger()
                .completed(context.runId(), StageName.SCORE.id())
                .orElseThrow()
                .startedAt());
    }

    private Dataset<Row> ofModel() {
        List<Column> columns = keys();
        columns.add(col("score"));
        if (Arrays.asList(scores.columns()).contains("raw_score")) {
            columns.add(col("raw_score"));
        }
        columns.add(col("prediction"));
        probabilities(ScoreNames.USUAL).ifPresent(columns::add);
        batch.cut()
                .ifPresent(cut -> columns.add(
                        Selection.selected(cut, "score", context.keys()).as("selected")));
        Stream.of("model_name", "model_version", "run_id", TIME).forEach(column -> columns.add(col(column)));
        return scores.select(columns.toArray(Column[]::new));
    }

    private Dataset<Row> ofChallenger(ScoreStage.ModelName model) {
        ScoreNames names = ScoringModels.OF_CHALLENGER;
        List<Column> columns = keys();
        columns.add(col(names.score()).as("score"));
        columns.add(col(names.prediction()).as("prediction"));
        probabilities(names).ifPresent(columns::add);
        batch.challengerCut()
                .ifPresent(cut -> columns.add(
                        Selection.selected(cut, names.score(), context.keys()).as("selected")));
        columns.add(lit(model.name()).as("model_name"));
        columns.add(lit(model.version()).as("model_version"));
        columns.add(col("run_id"));
        columns.add(col(TIME));
        return scores.select(columns.toArray(Column[]::new));
    }

    private Optional<Column> probabilities(ScoreNames names) {
        return names.probabilities()
                .filter(name -> context.pipeline().score().probabilities()
                        && ScoringAudit.mayTellProbabilities(context.pipeline().encryption())
                        && Arrays.asList(scores.columns()).contains(name))
                .map(name -> col(name).as(ScoreNames.USUAL.probabilities().orElseThrow()));
    }

    private List<Column> keys() {
        return new ArrayList<>(Arrays.asList(new RowKeys(context.keys()).all()));
    }
}
