package io.lepton.jobs.scoretable;

import static io.lepton.fairness.counting.ProtectedGroups.column;
import static io.lepton.jobs.scoretable.ScoreTableContent.LABEL;
import static io.lepton.jobs.scoretable.ScoreTableContent.PREDICTION;
import static io.lepton.jobs.scoretable.ScoreTableContent.PROBABILITIES;
import static io.lepton.jobs.scoretable.ScoreTableContent.SCORE;
import static io.lepton.jobs.scoretable.ScoreTableContent.WEIGHT;
import static org.apache.spark.sql.functions.lit;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.ClassNames;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.Gate;
import io.lepton.fairness.Gates;
import io.lepton.fairness.counting.AuditTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * Audits a table of scores. One look at the label says what is to be audited, one pass counts.
 *
 * @param bins edges of ranges by protected attribute, see {@link AuditInput}
 * @param depth of intersections
 * @param judgement from when on a group is compared
 * @param gates what the scores are held to
 * @param alike whether people who are alike are decided alike
 */
public record ScoreTableAudit(
        ScoreColumns columns,
        Map<String, List<Double>> bins,
        int depth,
        AuditInput.Judgement judgement,
        List<Gate> gates,
        AlikePeople alike) {

    /**
     * Measures every group.
     *
     * @param rows one a prediction
     * @throws LeptonException configuration: columns that are not there or hold something else than is said of them; data: no rows, rows
     *     without a score
     */
    public AuditedScores of(Dataset<Row> rows) {
        check(rows);
        Coding coding = Coding.of(rows, columns);
        ClassNames classes = new ClassNames(coding.classes());
        List<Gate> decidable = gates.stream().map(classes::numbered).toList();
        Dataset<Row> coded = coded(rows, coding);
        ScoreTableContent content = ScoreTableContent.of(coded, columns.task());
        content.require(columns, rows);
        boolean labelled = content.labelled() > 0;
        requireDecidable(labelled);
        FairnessReport groups = new FairnessAudit(input(rows, coding, content)).audit(coded);
        FairnessReport report = alike.added(groups, rows, prediction(rows, coding), content.rows(), this);
        return new AuditedScores(
                report,
                Gates.decide(decidable, report).stream().map(classes::worded).toList(),
                labelled,
                content.rows(),
                labelled ? content.rows() - content.labelled() : 0,
                content.withoutProbabilities(),
                coding.classes());
    }

    private Dataset<Row> coded(Dataset<Row> rows, Coding coding) {
        List<Column> kept = new ArrayList<>();
        columns.protectedAttributes().forEach(name -> kept.add(column(name)));
        kept.add(score().as(SCORE));
        kept.add(columns.label()
                .map(name -> coding.number(rows, name))
                .orElseGet(() -> lit(null).cast("double"))
                .as(LABEL));
        kept.add(prediction(rows, coding).as(PREDICTION));
        columns.probabilities()
                .ifPresent(name -> kept.add(ClassProbabilities.of(rows, name)
                        .byNumber(coding.classes())
                        .as(PROBABILITIES)));
        columns.weight().ifPresent(name -> kept.add(column(name).cast("double").as(WEIGHT)));
        return rows.select(kept.toArray(Column[]::new));
    }

    private Column score() {
        // Two classes are counted by scores, of which decisions alone have one. Of several none is known.
        return columns.score()
                .map(name -> column(name).cast("double"))
                .orElseGet(() -> columns.task() == ScoreColumns.Task.MULTICLASS
                        ? lit(null).cast("double")
                        : lit(0.0));
    }

    private Column prediction(Dataset<Row> rows, Coding coding) {
        return columns.prediction()
                .map(name -> coding.number(rows, name))
                .orElseGet(() -> columns.task() == ScoreColumns.Task.REGRESSION
                        ? score()
                        : score().geq(columns.threshold()).cast("double"));
    }

    private AuditInput input(Dataset<Row> rows, Coding coding, ScoreTableContent content) {
        return AuditInput.of(LABEL, SCORE, PREDICTION, columns.protectedAttributes())
                .withBins(bins)
                .withDepth(depth)
                .withTask(task(rows, coding, content))
                .withProbabilities(columns.probabilities().map(name -> PROBABILITIES))
                .withWeight(columns.weight().map(name -> WEIGHT))
                .withJudgement(judgement);
    }

    private AuditTask task(Dataset<Row> rows, Coding coding, ScoreTableContent content) {
        return switch (columns.task()) {
            case BINARY -> AuditTask.BINARY;
            case MULTICLASS -> AuditTask.classes(classes(rows, coding, content));
            case REGRESSION -> AuditTask.QUANTITY;
        };
    }

    /** 0 where nothing but the rows' own labels tells how many there are. */
    private int classes(Dataset<Row> rows, Coding coding, ScoreTableContent content) {
        int named = coding.classes().size();
        return columns.probabilities()
                .map(name -> {
                    ClassProbabilities probabilities = ClassProbabilities.of(rows, name);
                    int count = probabilities.namesClasses() ? named : probabilities.count(rows);
                    probabilities.require(count);
                    probabilities.requireOf(content.highest(), count);
                    return count;
                })
                .orElse(named);
    }

    private void requireDecidable(boolean labelled) {
        gates.stream()
                .filter(gate -> !labelled && Gates.needsLabels(gate.metric()))
                .findFirst()
                .ifPresent(gate -> {
                    throw LeptonException.configuration(
                            "Cannot decide gate '" + gate.metric()
                                    + "': it compares predictions with what came true, and no label is known. Name a column that holds some with --label.");
                });
    }

    private void check(Dataset<Row> rows) {
        List<String> known = Arrays.asList(rows.columns());
        List<String> named = new ArrayList<>(columns.named());
        named.addAll(alike.features());
        for (String name : named) {
            if (!known.contains(name)) {
                throw LeptonException.configuration("Cannot audit the scores: the table has no column '" + name + "'."
                        + Suggestion.didYouMean(name, known) + " It has: " + String.join(", ", known) + ".");
            }
        }
        columns.score().ifPresent(name -> requireNumber(rows, name, "score"));
        columns.weight().ifPresent(name -> requireNumber(rows, name, "weight"));
    }

    private static void requireNumber(Dataset<Row> rows, String name, String role) {
        DataType type = rows.schema().apply(name).dataType();
        if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
            throw LeptonException.configuration("Cannot audit '" + name + "' as the " + role + ": it holds "
                    + type.simpleString() + ", and numbers are needed.");
        }
    }
}
