package io.lepton.features;

import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * All fitted transformations as one Spark ML transformer: input columns → {@code features}, array&lt;float&gt;, NaN where missing. Made by
 * {@link FeaturePlan#fit}. {@link FeatureVectors} after it makes the vectors that Spark's own learners take.
 */
public final class FeatureEncoder extends Transformer implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    static final String OUTPUT = "features";
    private static final DataType TYPE = DataTypes.createArrayType(DataTypes.FloatType, false);

    private final String uid;
    private final Param<String> encoders;

    /** For Spark's reader. */
    public FeatureEncoder(String uid) {
        this.uid = uid;
        // A Param asks its owner for the uid.
        this.encoders = new Param<>(this, "encoders", "fitted column encoders as JSON");
    }

    static FeatureEncoder of(List<ColumnEncoder> encoders) {
        FeatureEncoder encoder = new FeatureEncoder(Identifiable$.MODULE$.randomUID("features"));
        try {
            String json = new ObjectMapper()
                    .writerFor(new TypeReference<List<ColumnEncoder>>() {})
                    .writeValueAsString(encoders);
            encoder.set(encoder.encoders, json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        return encoder;
    }

    /** Called by name when a saved pipeline is loaded. */
    public static MLReader<FeatureEncoder> read() {
        return new DefaultParamsReader<>();
    }

    public static FeatureEncoder load(String path) {
        return read().load(path);
    }

    @Override
    public String uid() {
        return uid;
    }

    public Param<String> encoders() {
        return encoders;
    }

    List<ColumnEncoder> columnEncoders() {
        try {
            return new ObjectMapper().readValue(getOrDefault(encoders), new TypeReference<List<ColumnEncoder>>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot read the fitted transformations", e);
        }
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        ColumnEncoder[] fitted = columnEncoders().toArray(ColumnEncoder[]::new);
        int[] starts = new int[fitted.length];
        int length = 0;
        for (int i = 0; i < fitted.length; i++) {
            starts[i] = length;
            length += fitted[i].names().size();
        }
        int size = length;
        UDF1<Row, float[]> encode = row -> {
            float[] features = new float[size];
            for (int i = 0; i < fitted.length; i++) {
                fitted[i].write(row.get(i), features, starts[i]);
            }
            return features;
        };
        return dataset.toDF().withColumn(OUTPUT, udf(encode, TYPE).apply(struct(inputs().toArray(Column[]::new))));
    }

    /** What each encoder reads. */
    List<Column> inputs() {
        return columnEncoders().stream()
                .map(encoder -> encoder.readsText()
                        ? Names.column(encoder.column()).cast("string")
                        : Names.column(encoder.column()))
                .toList();
    }

    @Override
    public StructType transformSchema(StructType schema) {
        List<String> present = Arrays.asList(schema.fieldNames());
        List<String> missing = columnEncoders().stream()
                .map(ColumnEncoder::column)
                .filter(column -> !present.contains(column))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            throw new FeatureException("Cannot make features: the rows have no column '" + String.join("', '", missing)
                    + "'. Their columns: " + String.join(", ", present) + ".");
        }
        if (present.contains(OUTPUT)) {
            throw new FeatureException(
                    "Cannot make features: the rows have a column '" + OUTPUT
                            + "' already, the name of what is made. Rename it in the source, or drop it under anonymize.columns.");
        }
        return schema.add(OUTPUT, TYPE, true);
    }

    @Override
    public FeatureEncoder copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
