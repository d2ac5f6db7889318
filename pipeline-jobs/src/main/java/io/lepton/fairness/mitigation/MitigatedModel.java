package io.lepton.fairness.mitigation;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A model of two classes and the repair of what it says, as one model: adds {@code probability}, {@code rawPrediction} and {@code
 * prediction} as the model does, with the repaired score as probability of class 1, and the repaired decision. Who has scores of the
 * model already calls {@link #repaired}.
 *
 * <p>The repair reads {@link #SCORE} (or {@link #EXPECTED}, of randomized models), the columns of the key and, if it needs it, {@link #GROUP}; it adds {@link #DECISION}, or {@link
 * #FAIR_SCORE}, of which at least a half is the decision 1.
 */
public final class MitigatedModel extends Model<MitigatedModel> implements Mitigation, MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The probability of class 1, double. */
    public static final String SCORE = "lepton_score";

    /** The name of the row's group; where rows have it already, it is taken as it is. */
    public static final String GROUP = "lepton_group";

    /** 0 or 1, double. */
    public static final String DECISION = "lepton_decision";

    /** A score in the place of {@link #SCORE}, double. */
    public static final String FAIR_SCORE = "lepton_fair_score";

    /** The expected decision of a randomized model, double, where its score is more than that. */
    public static final String EXPECTED = "lepton_expected_decision";

    private static final List<String> OUTPUTS = List.of("rawPrediction", "probability", "prediction", EXPECTED);
    private static final double THRESHOLD = 0.5;

    private final String uid;
    private final Transformer model;
    private final Transformer repair;
    private final Param<String> attribute;
    private final DoubleArrayParam bins;
    private final StringArrayParam keyCols;

    /**
     * Joins them.
     *
     * @param model adds {@code probability}, a vector of two
     * @param repair fitted; a {@link Mitigation}
     * @param keys columns that tell rows apart
     */
    public MitigatedModel(Transformer model, Transformer repair, GroupNaming naming, List<String> keys) {
        this(Identifiable$.MODULE$.randomUID("mitigated"), model, repair);
        set(attribute, naming.attribute());
        set(bins, naming.bins().stream().mapToDouble(Double::doubleValue).toArray());
        set(keyCols, keys.toArray(String[]::new));
    }

    private MitigatedModel(String uid, Transformer model, Transformer repair) {
        this.uid = uid;
        this.model = model;
        this.repair = repair;
        this.attribute = new Param<>(this, "attribute", "column that tells the group of a row");
        this.bins = new DoubleArrayParam(this, "bins", "edges of ranges of the attribute, ascending; none: its values");
        this.keyCols = new StringArrayParam(this, "keyCols", "columns that tell rows apart");
    }

    public static MLReader<MitigatedModel> read() {
        return FittedStages.reader(
                MitigatedModel.class, (uid, stages) -> new MitigatedModel(uid, stages.get(0), stages.get(1)));
    }

    public static MitigatedModel load(String path) {
        return read().load(path);
    }

    /** The model whose scores are repaired. */
    public Transformer model() {
        return model;
    }

    @Override
    public Family family() {
        return ((Mitigation) repair).family();
    }

    @Override
    public boolean needsProtectedAttribute() {
        return ((Mitigation) repair).needsProtectedAttribute();
    }

    /** Whether it decides about each row itself, rather than by whether the score is at least a half. */
    public boolean decides() {
        return repair.hasParam("predictionCol");
    }

    public GroupNaming naming() {
        return new GroupNaming(
                getOrDefault(attribute),
                Arrays.stream(getOrDefault(bins)).boxed().toList());
    }

    /** Columns beside the score that rows must have to be repaired. */
    public List<String> inputs() {
        List<String> inputs = new ArrayList<>(List.of(getOrDefault(keyCols)));
        if (needsProtectedAttribute() && !inputs.contains(getOrDefault(attribute))) {
            inputs.add(getOrDefault(attribute));
        }
        return inputs;
    }

    public Param<String> attribute() {
        return attribute;
    }

    public DoubleArrayParam bins() {
        return bins;
    }

    public StringArrayParam keyCols() {
        return keyCols;
    }

    /**
     * Repairs scores that there are.
     *
     * @param scored has {@link #SCORE}, the model's, and {@link #inputs}, or {@link #GROUP} in the place of the attribute
     * @return the same with {@link #SCORE} repaired, and {@link #DECISION}
     */
    public Dataset<Row> repaired(Dataset<Row> scored) {
        boolean grouped = !needsProtectedAttribute() || Cells.has(scored.schema(), GROUP);
        Dataset<Row> rows = grouped ? scored : scored.withColumn(GROUP, naming().of(scored));
        Dataset<Row> repaired = repair.transform(rows);
        repaired = grouped ? repaired : repaired.drop(GROUP);
        if (decides()) {
            return repaired;
        }
        return repaired.withColumn(SCORE, col(FAIR_SCORE))
                .drop(FAIR_SCORE)
                .withColumn(
                        DECISION,
                        when(
                                col(SCORE).isNotNull(),
                                when(col(SCORE).geq(THRESHOLD), 1.0).otherwise(0.0)));
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        return judged(model.transform(dataset));
    }

    /** The same of rows that have the model's {@code probability}. */
    public Dataset<Row> judged(Dataset<Row> predicted) {
        Dataset<Row> repaired = repaired(predicted.withColumn(SCORE, Cells.score(predicted.schema(), "probability")));
        List<Column> columns = new ArrayList<>();
        for (String column : predicted.columns()) {
            if (!OUTPUTS.contains(column)) {
                columns.add(Cells.column(column));
            }
        }
        Column classes = array_to_vector(array(lit(1.0).minus(col(SCORE)), col(SCORE)));
        columns.add(classes.as("rawPrediction"));
        columns.add(classes.as("probability"));
        columns.add(col(DECISION).as("prediction"));
        return repaired.select(columns.toArray(Column[]::new));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        model.transformSchema(schema);
        StructType result = schema;
        for (String column : List.of("rawPrediction", "probability")) {
            result = Cells.adding(result, column, SQLDataTypes.VectorType(), "output");
        }
        return Cells.adding(result, "prediction", DataTypes.DoubleType, "output");
    }

    @Override
    public MitigatedModel copy(ParamMap extra) {
        MitigatedModel copy = copyValues(new MitigatedModel(uid, model.copy(extra), repair.copy(extra)), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return FittedStages.writer(this, List.of(model, repair));
    }
}
