package io.lepton.fairness.postprocessing;

import static org.apache.spark.sql.functions.when;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.Lot;
import io.lepton.fairness.mitigation.Mitigation;
import java.io.Serial;
import java.util.Arrays;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Decides by lot: 1 with the probability that the score is, else 0; null where there is no score. So a randomized model decides whose
 * score is its expected decision. Needs no protected attribute.
 */
public final class DrawnDecision extends Transformer implements Mitigation, DefaultParamsWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> scoreCol;
    private final Param<String> predictionCol;
    private final StringArrayParam keyCols;
    private final LongParam seed;

    public DrawnDecision() {
        this(Identifiable$.MODULE$.randomUID("drawnDecision"));
    }

    /** Made by Spark when it loads a saved stage. */
    public DrawnDecision(String uid) {
        this.uid = uid;
        this.scoreCol = new Param<>(this, "scoreCol", "column of probabilities of the decision 1");
        this.predictionCol = new Param<>(this, "predictionCol", "column of decisions to add, 0 or 1");
        this.keyCols =
                new StringArrayParam(this, "keyCols", "columns that tell rows apart; lots are drawn by their hash");
        this.seed = new LongParam(this, "seed", "of the lots; another one draws all anew");
        setDefault(scoreCol, "score");
        setDefault(predictionCol, "fairPrediction");
        setDefault(seed, 42L);
    }

    public static MLReader<DrawnDecision> read() {
        return new DefaultParamsReader<>();
    }

    public static DrawnDecision load(String path) {
        return read().load(path);
    }

    @Override
    public Family family() {
        return Family.IN_TRAINING;
    }

    @Override
    public boolean needsProtectedAttribute() {
        return false;
    }

    public Param<String> scoreCol() {
        return scoreCol;
    }

    public Param<String> predictionCol() {
        return predictionCol;
    }

    public StringArrayParam keyCols() {
        return keyCols;
    }

    public LongParam seed() {
        return seed;
    }

    public DrawnDecision setScoreCol(String column) {
        set(scoreCol, column);
        return this;
    }

    public DrawnDecision setPredictionCol(String column) {
        set(predictionCol, column);
        return this;
    }

    public DrawnDecision setKeyCols(String... columns) {
        set(keyCols, columns.clone());
        return this;
    }

    public DrawnDecision setSeed(long value) {
        set(seed, value);
        return this;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        Column score = Cells.number(getOrDefault(scoreCol));
        Column lot = Lot.of(
                (long) getOrDefault(seed),
                Arrays.stream(getOrDefault(keyCols)).map(Cells::column).toList());
        return dataset.withColumn(
                getOrDefault(predictionCol),
                when(score.isNotNull(), when(lot.lt(score), 1.0).otherwise(0.0)));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Cells.requireNumber(schema, getOrDefault(scoreCol), "scoreCol");
        for (String key : getOrDefault(keyCols)) {
            Cells.require(schema, key, "keyCols");
        }
        return Cells.adding(schema, getOrDefault(predictionCol), DataTypes.DoubleType, "predictionCol");
    }

    @Override
    public DrawnDecision copy(ParamMap extra) {
        return (DrawnDecision) defaultCopy(extra);
    }

    @Override
    public String uid() {
        return uid;
    }
}
