package io.lepton.fairness.reductions;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Lot;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A few models, one of which decides about a row, drawn by weights. For classes adds {@code probability} and {@code rawPrediction}, [1 −
 * p, p] with p = Σ of the weights of the models that select the row, and {@code prediction}, 1 with probability p; for numbers the
 * prediction of the model that was drawn. The draw is a hash: the same row gets the same decision whenever and wherever it is scored.
 *
 * <p>Expected decisions rank rows coarsely. With {@code expectedDecisionCol} they go there, and {@code probability} is the weighted mean of
 * what the models say of class 1.
 */
public final class RandomizedModel extends Model<RandomizedModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String MEMBER = "lepton_hypothesis_";
    private static final String CHANCE = "lepton_chance_";

    private final String uid;
    private final List<Transformer> models;
    private final Details details;
    private final Param<String> predictionCol;
    private final Param<String> expectedDecisionCol;
    private final DecisionParams decisions;

    /** What is saved beside the models. */
    record Details(boolean classifies, List<Double> weights, ReductionSummary summary) {
        Details {
            weights = List.copyOf(weights);
        }
    }

    RandomizedModel(String uid, List<Transformer> models, Details details) {
        this.uid = uid;
        this.models = List.copyOf(models);
        this.details = details;
        this.predictionCol = new Param<>(this, "predictionCol", "where the models predict, and this one does");
        this.expectedDecisionCol = new Param<>(
                this,
                "expectedDecisionCol",
                "column to add of expected decisions, for classes, where the probability is to be the models' mean; empty:"
                        + " the probability is the expected decision");
        this.decisions = new DecisionParams(this);
        setDefault(predictionCol, "prediction");
        setDefault(expectedDecisionCol, "");
        setDefault(decisions.decision, DecisionParams.RANDOMIZED);
        setDefault(decisions.keyCols, new String[0]);
        setDefault(decisions.featuresCol, "features");
        setDefault(decisions.seed, 42L);
        setDefault(decisions.probabilityCol, "probability");
        setDefault(decisions.rawPredictionCol, "rawPrediction");
    }

    public static MLReader<RandomizedModel> read() {
        return SavedReduction.reader(
                RandomizedModel.class,
                (uid, saved) -> new RandomizedModel(uid, saved.transformers(), saved.details(Details.class)));
    }

    public static RandomizedModel load(String path) {
        return read().load(path);
    }

    /** The models that have a weight. */
    public List<Transformer> models() {
        return models;
    }

    /** One for each model, above 0, adding up to 1. */
    public List<Double> weights() {
        return details.weights();
    }

    /** How the fit went. */
    public ReductionSummary summary() {
        return details.summary();
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        String[] inputs = dataset.columns();
        Dataset<Row> rows = dataset.toDF();
        for (int i = 0; i < models.size(); i++) {
            List<Column> kept = new ArrayList<>();
            for (String column : rows.columns()) {
                kept.add(Roles.column(column));
            }
            kept.add(Roles.column(getOrDefault(predictionCol)).cast("double").as(MEMBER + i));
            Dataset<Row> predicted = models.get(i).transform(rows);
            if (tellsExpectedDecision()) {
                kept.add(chance(predicted).as(CHANCE + i));
            }
            rows = predicted.select(kept.toArray(Column[]::new));
        }
        List<Column> outputs =
                new ArrayList<>(Arrays.stream(inputs).map(Roles::column).toList());
        Column expected = weighted(MEMBER);
        if (details.classifies()) {
            Column selected = tellsExpectedDecision() ? weighted(CHANCE) : expected;
            Column probability = array_to_vector(array(lit(1.0).minus(selected), selected));
            outputs.add(probability.as(getOrDefault(decisions.rawPredictionCol)));
            outputs.add(probability.as(getOrDefault(decisions.probabilityCol)));
        }
        outputs.add(prediction(expected, rows.schema()).as(getOrDefault(predictionCol)));
        if (tellsExpectedDecision()) {
            outputs.add(expected.as(getOrDefault(expectedDecisionCol)));
        }
        return rows.select(outputs.toArray(Column[]::new));
    }

    private boolean tellsExpectedDecision() {
        return !getOrDefault(expectedDecisionCol).isEmpty();
    }

    /** What a model says of class 1; one that knows decisions alone says them. */
    private Column chance(Dataset<Row> predicted) {
        String probability = getOrDefault(decisions.probabilityCol);
        return Roles.has(predicted.schema(), probability)
                ? vector_to_array(Roles.column(probability), "float64").getItem(1)
                : Roles.column(getOrDefault(predictionCol)).cast("double");
    }

    private Column weighted(String member) {
        Column sum = lit(0.0);
        for (int i = 0; i < models.size(); i++) {
            sum = sum.plus(Roles.column(member + i).multiply(weights().get(i)));
        }
        return sum;
    }

    private Column prediction(Column expected, StructType schema) {
        if (getOrDefault(decisions.decision).equals(DecisionParams.DETERMINISTIC)) {
            return details.classifies() ? expected.geq(0.5).cast("double") : expected;
        }
        Column draw = draw(schema);
        if (details.classifies()) {
            return draw.lt(expected).cast("double");
        }
        Column drawn = Roles.column(MEMBER + (models.size() - 1));
        double upTo = 1;
        for (int i = models.size() - 2; i >= 0; i--) {
            upTo -= weights().get(i + 1);
            drawn = when(draw.lt(upTo), Roles.column(MEMBER + i)).otherwise(drawn);
        }
        return drawn;
    }

    /** Uniform from 0 to below 1: the upper 53 bits of a hash. */
    private Column draw(StructType schema) {
        List<Column> hashed = new ArrayList<>();
        String[] keys = getOrDefault(decisions.keyCols);
        for (String key : keys) {
            hashed.add(Roles.column(key));
        }
        if (keys.length == 0) {
            Column features = Roles.column(getOrDefault(decisions.featuresCol));
            boolean vector =
                    schema.apply(getOrDefault(decisions.featuresCol)).dataType().equals(SQLDataTypes.VectorType());
            // Sparse and dense vectors of the same values are the same row.
            hashed.add(vector ? vector_to_array(features, "float64") : features);
        }
        return Lot.of((long) getOrDefault(decisions.seed), hashed);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (getOrDefault(decisions.decision).equals(DecisionParams.RANDOMIZED)) {
            String[] keys = getOrDefault(decisions.keyCols);
            for (String name : keys.length > 0 ? keys : new String[] {getOrDefault(decisions.featuresCol)}) {
                if (!Roles.has(schema, name)) {
                    throw LeptonException.configuration("Cannot draw decisions: there is no column '" + name
                            + "' to hash. Set keyCols or featuresCol to columns that there are, or decision to "
                            + DecisionParams.DETERMINISTIC + ".");
                }
            }
        }
        StructType outputs = outputs(schema, details.classifies(), getOrDefault(predictionCol), decisions, this);
        String expected = getOrDefault(expectedDecisionCol);
        return expected.isEmpty() ? outputs : adding(outputs, expected).add(expected, DataTypes.DoubleType, true);
    }

    /** The schema with what the model adds. */
    static StructType outputs(
            StructType schema, boolean classifies, String prediction, DecisionParams decisions, Params params) {
        List<String> vectors = classifies
                ? List.of(
                        params.getOrDefault(decisions.rawPredictionCol), params.getOrDefault(decisions.probabilityCol))
                : List.of();
        StructType result = schema;
        for (String name : vectors) {
            result = adding(result, name).add(name, SQLDataTypes.VectorType(), true);
        }
        return adding(result, prediction).add(prediction, DataTypes.DoubleType, true);
    }

    private static StructType adding(StructType schema, String name) {
        if (Roles.has(schema, name)) {
            throw LeptonException.configuration(
                    "Cannot add column '" + name + "': it exists already. Drop it first, or name another.");
        }
        return schema;
    }

    @Override
    public RandomizedModel copy(ParamMap extra) {
        RandomizedModel copy = copyValues(
                new RandomizedModel(
                        uid, models.stream().map(model -> model.copy(extra)).toList(), details),
                extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return SavedReduction.writer(this, models, details);
    }

    public Param<String> predictionCol() {
        return predictionCol;
    }

    public Param<String> expectedDecisionCol() {
        return expectedDecisionCol;
    }

    public Param<String> decision() {
        return decisions.decision;
    }

    public StringArrayParam keyCols() {
        return decisions.keyCols;
    }

    public Param<String> featuresCol() {
        return decisions.featuresCol;
    }

    public LongParam seed() {
        return decisions.seed;
    }

    public Param<String> probabilityCol() {
        return decisions.probabilityCol;
    }

    public Param<String> rawPredictionCol() {
        return decisions.rawPredictionCol;
    }

    /** @param column to add; of models of classes */
    public RandomizedModel setExpectedDecisionCol(String column) {
        set(expectedDecisionCol, column);
        return this;
    }

    /** @param value randomized or deterministic */
    public RandomizedModel setDecision(String value) {
        set(decisions.decision, value);
        return this;
    }

    /** @param columns that tell rows apart */
    public RandomizedModel setKeyCols(String... columns) {
        set(decisions.keyCols, columns.clone());
        return this;
    }

    public RandomizedModel setSeed(long value) {
        set(decisions.seed, value);
        return this;
    }
}
