package io.lepton.features;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Transformations fitted on training rows. */
public record FittedFeatures(PipelineModel pipeline) {

    static FittedFeatures of(List<ColumnEncoder> encoders) {
        return new FittedFeatures(
                new PipelineModel("lepton-features", List.<Transformer>of(FeatureEncoder.of(encoders))));
    }

    /** Adds {@code features} (array&lt;float&gt;, one number a feature name, NaN where missing). */
    public Dataset<Row> transform(Dataset<Row> rows) {
        return pipeline.transform(rows);
    }

    public List<String> featureNames() {
        return encoder().columnEncoders().stream()
                .flatMap(encoder -> encoder.names().stream())
                .toList();
    }

    /**
     * A comparison of a feature, in words and in the unit of its column: {@code age > 29.5}, {@code sex is not Male}.
     *
     * @param feature place among {@link #featureNames}
     * @param above more than the threshold, or else at most that
     */
    public String comparison(int feature, double threshold, boolean above) {
        int first = 0;
        for (ColumnEncoder encoder : encoder().columnEncoders()) {
            int size = encoder.names().size();
            if (feature < first + size) {
                return encoder.comparison(feature - first, threshold, above);
            }
            first += size;
        }
        throw new IndexOutOfBoundsException(feature);
    }

    public List<String> inputColumns() {
        return encoder().columnEncoders().stream()
                .map(ColumnEncoder::column)
                .distinct()
                .toList();
    }

    /** Places among {@link #featureNames} of what is made of the column; none for a column that is no feature. */
    public List<Integer> placesOf(String column) {
        List<Integer> places = new ArrayList<>();
        int place = 0;
        for (ColumnEncoder encoder : encoder().columnEncoders()) {
            for (int i = 0; i < encoder.names().size(); i++, place++) {
                if (encoder.column().equals(column)) {
                    places.add(place);
                }
            }
        }
        return places;
    }

    /** For each feature the number, from 0, of the column that it is a category of; -1: it is none. */
    public List<Integer> categoryColumns() {
        List<Integer> columns = new ArrayList<>();
        int column = 0;
        for (ColumnEncoder encoder : encoder().columnEncoders()) {
            boolean categories = encoder instanceof ColumnEncoder.OneHot;
            columns.addAll(Collections.nCopies(encoder.names().size(), categories ? column : -1));
            column += categories ? 1 : 0;
        }
        return columns;
    }

    /** Whether all that is made of the column rises, or stays, where its value rises: numbers do, categories don't. */
    public boolean keepsOrder(String column) {
        return encoder().columnEncoders().stream()
                .filter(encoder -> encoder.column().equals(column))
                .allMatch(ColumnEncoder::keepsOrder);
    }

    /**
     * Whether values of a type mean to the transformations of a column what those of the type in training meant.
     *
     * @param trained type of the column when the transformations were fitted
     */
    public boolean reads(String column, DataType trained, DataType type) {
        return kind(trained).equals(kind(type))
                || encoder().columnEncoders().stream()
                        .filter(encoder -> encoder.column().equals(column))
                        .allMatch(encoder -> encoder.readsKind(kind(type)));
    }

    private static ColumnEncoder.Kind kind(DataType type) {
        if (type instanceof NumericType || type instanceof BooleanType) {
            return ColumnEncoder.Kind.NUMBER;
        }
        boolean time = type instanceof DateType || type instanceof TimestampType || type instanceof TimestampNTZType;
        return time ? ColumnEncoder.Kind.TIME : ColumnEncoder.Kind.TEXT;
    }

    public void save(String path) {
        try {
            pipeline.write().overwrite().save(path);
        } catch (IOException e) {
            throw new FeatureException("Cannot save the fitted transformations to " + path + ": " + e.getMessage(), e);
        }
    }

    /** @throws FeatureException when there are none at the path */
    public static FittedFeatures load(SparkSession spark, String path) {
        PipelineModel pipeline;
        try {
            pipeline = PipelineModel.read().session(spark).load(path);
        } catch (Exception e) {
            // Spark's reader throws checked exceptions that it does not declare.
            throw new FeatureException("Cannot load fitted transformations from " + path + ": " + e.getMessage(), e);
        }
        if (pipeline.stages().length != 1 || !(pipeline.stages()[0] instanceof FeatureEncoder)) {
            throw new FeatureException(
                    "Cannot load fitted transformations from " + path + ": another pipeline is kept there.");
        }
        return new FittedFeatures(pipeline);
    }

    FeatureEncoder encoder() {
        return (FeatureEncoder) pipeline.stages()[0];
    }
}
