package io.lepton.jobs.scoretable;

import static io.lepton.fairness.counting.ProtectedGroups.column;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

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
    private static final String LABEL = "__label";
    private static final String PREDICTION = "__prediction";
    private static final String SCORE = "__score";
    private static final String WEIGHT = "__weight";
    private static final String PROBABILITIES = "__probabilities";

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
        Labels labels = labels(coded);
        if (labels.rows() == 0) {
            throw LeptonException.data("Cannot audit the scores: the table has no rows.");
        }
        requireTwoValues(rows, labels);
        boolean labelled = labels.known() > 0;
        requireDecidable(labelled);
        FairnessReport groups = new FairnessAudit(input(rows, coding)).audit(coded);
        FairnessReport report = alike.added(groups, rows, prediction(rows, coding), labels.rows(), this);
        return new AuditedScores(
                report,
                Gates.decide(decidable, report),
                labelled,
                labels.rows(),
                labelled ? labels.rows() - labels.known() : 0,
                coding.classes());
    }

    /** What the label column holds. */
    private record Labels(long rows, long known, long positive, long otherThanTwo) {}

    private Labels labels(Dataset<Row> coded) {
        Row found = coded.agg(
                        count(lit(1)),
                        count(col(LABEL)),
                        sum(when(col(LABEL).equalTo(1), 1L).otherwise(0L)),
                        sum(when(
                                        col(LABEL)
                                                .isNotNull()
                                                .and(col(LABEL).isin(0.0, 1.0).unary_$bang()),
                                        1L)
                                .otherwise(0L)))
                .head();
        return found.getLong(0) == 0
                ? new Labels(0, 0, 0, 0)
                : new Labels(found.getLong(0), found.getLong(1), found.getLong(2), found.getLong(3));
    }

    private void requireTwoValues(Dataset<Row> rows, Labels labels) {
        if (columns.task() != ScoreColumns.Task.BINARY || columns.label().isEmpty()) {
            return;
        }
        String name = columns.label().get();
        if (labels.otherThanTwo() > 0) {
            throw LeptonException.configuration(
                    "Cannot audit '" + name + "' as a yes or no: it holds "
                            + Coding.examples(rows, name)
                            + ". Name the value that counts as 1 with --positive, or give --task multiclass or --task regression.");
        }
        if (columns.positive().isPresent() && labels.known() > 0 && labels.positive() == 0) {
            throw LeptonException.configuration("Cannot audit '" + name + "': no row has the label '"
                    + columns.positive().get() + "' of --positive. It holds " + Coding.examples(rows, name) + ".");
        }
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

    private AuditInput input(Dataset<Row> rows, Coding coding) {
        return AuditInput.of(LABEL, SCORE, PREDICTION, columns.protectedAttributes())
                .withBins(bins)
                .withDepth(depth)
                .withTask(task(rows, coding))
                .withProbabilities(columns.probabilities().map(name -> PROBABILITIES))
                .withWeight(columns.weight().map(name -> WEIGHT))
                .withJudgement(judgement);
    }

    private AuditTask task(Dataset<Row> rows, Coding coding) {
        return switch (columns.task()) {
            case BINARY -> AuditTask.BINARY;
            case MULTICLASS -> AuditTask.classes(classes(rows, coding));
            case REGRESSION -> AuditTask.QUANTITY;
        };
    }

    /** 0 where nothing but the rows' own labels tells how many there are. */
    private int classes(Dataset<Row> rows, Coding coding) {
        int named = coding.classes().size();
        return columns.probabilities()
                .map(name -> {
                    ClassProbabilities probabilities = ClassProbabilities.of(rows, name);
                    int count = probabilities.namesClasses() ? named : probabilities.count(rows);
                    probabilities.require(count);
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
