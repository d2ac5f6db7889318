package io.lepton.fairness.postprocessing;

import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.FittedTable;
import io.lepton.fairness.postprocessing.thresholds.GroupRule;
import java.io.Serial;
import java.util.List;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Decides by the rules that {@link ThresholdOptimizer} fitted: adds how likely a row is selected, and the decision, 1 where the row's lot
 * is below that. Rows without a score get neither. Rows of unseen groups, where they are kept, are selected above 0.5.
 */
public final class ThresholdOptimizerModel extends ScoreModel<ThresholdOptimizerModel>
        implements DecisionParams<ThresholdOptimizerModel> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String SELECTION = "lepton_selection_probability";

    private static final double UNSEEN_ABOVE = 0.5;

    private final Table table;
    private final Param<String> predictionCol;
    private final Param<String> selectionProbabilityCol;
    private final StringArrayParam keyCols;
    private final LongParam seed;

    /** @param rules one a group */
    public record Table(List<GroupRule> rules) {
        public Table {
            rules = List.copyOf(rules);
        }
    }

    ThresholdOptimizerModel(String uid, Table table) {
        super(uid);
        this.table = table;
        this.predictionCol = DecisionParams.predictionCol(this);
        this.selectionProbabilityCol = DecisionParams.selectionProbabilityCol(this);
        this.keyCols = DrawParams.keyCols(this);
        this.seed = DrawParams.seed(this);
        setDefault(predictionCol, "fairPrediction");
        setDefault(selectionProbabilityCol, "selectionProbability");
        setDefault(seed, 42L);
    }

    public static MLReader<ThresholdOptimizerModel> read() {
        return FittedTable.reader(ThresholdOptimizerModel.class, Table.class, ThresholdOptimizerModel::new);
    }

    public static ThresholdOptimizerModel load(String path) {
        return read().load(path);
    }

    /** What was fitted, one rule a group, in the order of their names. */
    public List<GroupRule> rules() {
        return table.rules;
    }

    /**
     * How likely someone is selected, [0, 1].
     *
     * @throws LeptonException configuration, for a group that was not seen
     */
    public double selectionProbability(String group, double score) {
        return table.rules.stream()
                .filter(rule -> rule.group().equals(group))
                .findFirst()
                .orElseThrow(() -> LeptonException.configuration("Cannot tell how likely someone of group '" + group
                        + "' is selected: no row of it was seen when fitting. Name one of "
                        + String.join(
                                ", ", table.rules.stream().map(GroupRule::group).toList()) + "."))
                .selectionProbability(score);
    }

    @Override
    public Param<String> predictionCol() {
        return predictionCol;
    }

    @Override
    public Param<String> selectionProbabilityCol() {
        return selectionProbabilityCol;
    }

    @Override
    public StringArrayParam keyCols() {
        return keyCols;
    }

    @Override
    public LongParam seed() {
        return seed;
    }

    @Override
    protected Record table() {
        return table;
    }

    @Override
    protected ThresholdOptimizerModel bare() {
        return new ThresholdOptimizerModel(uid(), table);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        String expected = getOrDefault(selectionProbabilityCol);
        String prediction = getOrDefault(predictionCol);
        Dataset<Row> decided = dataset.withColumn(SELECTION, selection(dataset.schema()));
        Column selection = decided.col(SELECTION);
        if (!expected.isEmpty()) {
            decided = decided.withColumn(expected, selection);
        }
        if (!prediction.isEmpty()) {
            decided = decided.withColumn(
                    prediction,
                    when(selection.isNotNull(), when(lot().lt(selection), 1.0).otherwise(0.0)));
        }
        return decided.drop(SELECTION);
    }

    /**
     * One function of score and group: as plain expressions it took 14 µs a row, since the code that Spark made of all look-ups was too
     * long for the JVM to compile.
     */
    private Column selection(StructType schema) {
        Column score = score(schema);
        GroupRule[] rules = table.rules.toArray(GroupRule[]::new);
        UDF2<Double, Integer, Double> probability = (of, group) -> {
            // The group is asked for where the score is missing, too.
            if (of == null || group == null) {
                return null;
            }
            return group == 0 ? (of > UNSEEN_ABOVE ? 1.0 : 0.0) : rules[group - 1].selectionProbability(of);
        };
        Column place = place(schema, table.rules.stream().map(GroupRule::group).toList());
        return when(score.isNotNull(), udf(probability, DataTypes.DoubleType).apply(score, place));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireScores(schema);
        return decided(schema);
    }
}
