package io.lepton.training.stages;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Several fitted models and the rule that joins their outputs. Adds {@code prediction} and, for classes, {@code probability} and
 * {@code rawPrediction} (the natural logarithm of the probability); the members' own outputs don't show.
 */
public final class EnsembleModel extends Model<EnsembleModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Map<String, Transformer> members;
    private final Combination combination;

    /** @param members fitted models by name, in the order of the combination's coefficients */
    public EnsembleModel(Map<String, ? extends Transformer> members, Combination combination) {
        this(Identifiable$.MODULE$.randomUID("ensemble"), members, combination);
    }

    private EnsembleModel(String uid, Map<String, ? extends Transformer> members, Combination combination) {
        this.uid = uid;
        this.members = new LinkedHashMap<>(members);
        this.combination = combination;
    }

    public static MLReader<EnsembleModel> read() {
        return new Reader();
    }

    public static EnsembleModel load(String path) {
        return read().load(path);
    }

    public Map<String, Transformer> members() {
        return Collections.unmodifiableMap(members);
    }

    public Combination combination() {
        return combination;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        String output = classifies() ? "probability" : "prediction";
        Dataset<Row> rows = dataset.toDF();
        List<String> scores = new ArrayList<>();
        for (Transformer member : members.values()) {
            String score = "lepton_member_" + scores.size();
            rows = member.transform(rows)
                    .withColumn(score, functions.col(output))
                    .drop("rawPrediction", "probability", "prediction");
            scores.add(score);
        }
        Column all = functions.struct(scores.stream().map(functions::col).toArray(Column[]::new));
        return join(rows, all).drop(scores.toArray(String[]::new));
    }

    /**
     * Adds prediction and, for classes, probability and rawPrediction.
     *
     * @param scores struct with each member's probability vector or number, in the members' order
     */
    public Dataset<Row> join(Dataset<Row> rows, Column scores) {
        return classifies() ? classified(rows, scores) : rows.withColumn("prediction", number(scores));
    }

    private Dataset<Row> classified(Dataset<Row> rows, Column scores) {
        Combination rule = combination; // so that tasks don't carry the members
        UDF1<Row, Vector> join = row -> Vectors.dense(rule.combine(outputs(row)));
        return ClassColumns.added(
                rows, functions.udf(join, SQLDataTypes.VectorType()).apply(scores));
    }

    private Column number(Column scores) {
        Combination rule = combination;
        UDF1<Row, Double> join = row -> rule.combine(outputs(row))[0];
        return functions.udf(join, DataTypes.DoubleType).apply(scores);
    }

    private static double[][] outputs(Row row) {
        double[][] outputs = new double[row.size()][];
        for (int m = 0; m < outputs.length; m++) {
            outputs[m] = row.get(m) instanceof Vector vector ? vector.toArray() : new double[] {row.getDouble(m)};
        }
        return outputs;
    }

    private boolean classifies() {
        return combination.classes() > 0;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Columns.requireVector(schema, "features");
        return classifies() ? ClassColumns.added(schema) : Columns.adding(schema, "prediction", DataTypes.DoubleType);
    }

    @Override
    public EnsembleModel copy(ParamMap extra) {
        Map<String, Transformer> copies = new LinkedHashMap<>();
        members.forEach((name, member) -> copies.put(name, member.copy(extra)));
        EnsembleModel copy = copyValues(new EnsembleModel(uid, copies, combination), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return MemberFolders.writer(this, members, combination.toJson());
    }

    private static final class Reader extends MLReader<EnsembleModel> {
        @Override
        public EnsembleModel load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), EnsembleModel.class.getName());
            try {
                MemberFolders.Saved<Transformer> saved = MemberFolders.load(path, sc());
                return new EnsembleModel(metadata.uid(), saved.members(), Combination.fromJson(saved.details()));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot load the ensemble of " + path + ": " + e.getMessage(), e);
            }
        }
    }
}
