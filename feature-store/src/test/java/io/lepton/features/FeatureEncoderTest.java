package io.lepton.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Spark asks of every transformer (its MLTest and DefaultReadWriteTest), of ours. */
@ExtendWith(LocalSpark.class)
class FeatureEncoderTest {
    @TempDir
    private Path folder;

    private final SparkSession spark;
    private final Dataset<Row> rows;
    private final FittedFeatures fitted;

    FeatureEncoderTest(SparkSession spark) {
        this.spark = spark;
        this.rows = spark.sql("select id, id / 7 as `a.b`, concat('g', id % 3) as `größe [K]`, "
                + "date_add(date'2024-01-01', cast(id as int)) as day, 'a few words' as text, if(id % 2 = 0, 1d, 0d) as label "
                + "from range(60)");
        this.fitted = new FeaturePlan(List.of(
                        new ColumnTransform("a.b", TransformMethod.STANDARDIZE, 2, 1),
                        new ColumnTransform("a.b", TransformMethod.BUCKET, 3, 1),
                        new ColumnTransform("größe [K]", TransformMethod.ONE_HOT, 2, 1),
                        new ColumnTransform("größe [K]", TransformMethod.HASH, 2, 4),
                        new ColumnTransform("day", TransformMethod.DATE_PARTS, 2, 1),
                        new ColumnTransform("text", TransformMethod.TF_IDF, 2, 8)))
                .fit(rows);
    }

    @Test
    void tellsComparisonsInTheUnitOfTheColumn() {
        List<String> names = fitted.featureNames();
        // Of id / 7: mean 29.5 / 7.
        assertThat(fitted.comparison(0, 0, true)).isEqualTo("a.b > 4.2143");
        assertThat(fitted.comparison(0, 0, false)).isEqualTo("a.b ≤ 4.2143");
        assertThat(fitted.comparison(names.indexOf("a.b.bin"), 0.5, true)).startsWith("a.b ≥ 2.");
        assertThat(fitted.comparison(names.indexOf("a.b.bin"), 1.5, false)).startsWith("a.b < 5.");
        assertThat(fitted.comparison(names.indexOf("größe [K]=g1"), 0.5, true)).isEqualTo("größe [K] is g1");
        assertThat(fitted.comparison(names.indexOf("größe [K]=g2"), 0.3, false)).isEqualTo("größe [K] cannot be g2");
        assertThat(fitted.comparison(names.indexOf("day.month"), 1.5, false)).isEqualTo("day.month ≤ 1.5");
    }

    @Test
    void foretellsTheSchemaThatItMakes() {
        FeatureEncoder encoder = encoder();

        StructType schema = encoder.transformSchema(rows.schema());

        assertThat(encoder.transform(rows).schema()).isEqualTo(schema);
        assertThat(schema.apply("features").dataType().simpleString()).isEqualTo("array<float>");
        Dataset<Row> features = encoder.transform(rows);
        assertThat(new FeatureVectors().transform(features).schema())
                .isEqualTo(new FeatureVectors().transformSchema(features.schema()));
    }

    @Test
    void refusesRowsThatItCannotEncodeBeforeAnyIsRead() {
        assertThatThrownBy(() -> encoder().transformSchema(rows.drop("day").schema()))
                .isInstanceOf(FeatureException.class)
                .hasMessageContaining("the rows have no column 'day'");
        assertThatThrownBy(() -> fitted.transform(fitted.transform(rows)))
                .isInstanceOf(FeatureException.class)
                .hasMessageContaining("a column 'features' already");
        assertThatThrownBy(() -> new FeatureVectors().transformSchema(rows.schema()))
                .isInstanceOf(FeatureException.class)
                .hasMessageContaining("no array of numbers 'features'");
    }

    @Test
    void copiesWithItsParameters() {
        FeatureEncoder encoder = encoder();
        FeatureVectors vectors = new FeatureVectors().setOutputCol("v");

        FeatureEncoder copy = encoder.copy(new ParamMap());

        assertThat(copy).isNotSameAs(encoder);
        assertThat(copy.uid()).isEqualTo(encoder.uid());
        assertThat(copy.columnEncoders()).hasSameSizeAs(encoder.columnEncoders());
        assertThat(copy.transform(rows).collectAsList())
                .isEqualTo(encoder.transform(rows).collectAsList());
        assertThat(vectors.copy(new ParamMap().put(vectors.inputCol(), "f")).explainParams())
                .contains("current: f")
                .contains("current: v");
        assertThat(encoder.explainParams()).contains("encoders: fitted column encoders as JSON");
    }

    @Test
    void givesTheSameVectorsOnceSavedAndLoaded() {
        String path = folder.resolve("features").toString();

        fitted.save(path);
        fitted.save(path);
        FittedFeatures loaded = FittedFeatures.load(spark, path);

        assertThat(loaded.featureNames()).isEqualTo(fitted.featureNames()).doesNotHaveDuplicates();
        assertThat(loaded.inputColumns()).containsExactly("a.b", "größe [K]", "day", "text");
        assertThat(loaded.transform(rows).collectAsList())
                .isEqualTo(fitted.transform(rows).collectAsList());
    }

    @Test
    void loadsAlone() throws IOException {
        FeatureEncoder encoder = encoder();
        String path = folder.resolve("encoder").toString();

        encoder.write().save(path);

        assertThat(FeatureEncoder.load(path).uid()).isEqualTo(encoder.uid());
        assertThat(FeatureEncoder.load(path).transform(rows).collectAsList())
                .isEqualTo(encoder.transform(rows).collectAsList());
    }

    @Test
    void worksInAPipelineOfSparksOwnLearners() throws IOException {
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            encoder(),
            new FeatureVectors().setOutputCol("v"),
            new LogisticRegression().setFeaturesCol("v").setMaxIter(3)
        });
        String path = folder.resolve("pipeline").toString();

        PipelineModel model = pipeline.fit(rows);
        model.write().save(path);
        PipelineModel loaded = PipelineModel.load(path);

        assertThat(model.transform(rows).schema().apply("v").dataType()).isEqualTo(SQLDataTypes.VectorType());
        assertThat(loaded.transform(rows).select("id", "probability").collectAsList())
                .isEqualTo(model.transform(rows).select("id", "probability").collectAsList());
    }

    @Test
    void saysThatNoTransformationsAreKeptWhereThereAreNone() throws IOException {
        String other = folder.resolve("other").toString();
        new PipelineModel("other", List.<Transformer>of(new FeatureVectors()))
                .write()
                .save(other);

        assertThatThrownBy(() ->
                        FittedFeatures.load(spark, folder.resolve("nothing").toString()))
                .isInstanceOf(FeatureException.class)
                .hasMessageContaining("Cannot load fitted transformations from");
        assertThatThrownBy(() -> FittedFeatures.load(spark, other))
                .isInstanceOf(FeatureException.class)
                .hasMessageContaining("another pipeline is kept there");
    }

    private FeatureEncoder encoder() {
        return (FeatureEncoder) fitted.pipeline().stages()[0];
    }
}
