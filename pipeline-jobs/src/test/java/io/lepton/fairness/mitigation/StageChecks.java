package io.lepton.fairness.mitigation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** What Spark's own tests ask of every estimator. */
public final class StageChecks {
    private StageChecks() {}

    /**
     * The estimator, saved and loaded within a pipeline, fits a model that, saved, loaded and copied, gives the same rows; parameters are
     * kept, and the schema that is promised is the schema that comes.
     */
    public static <M extends Model<M>> void honoursTheContract(Estimator<M> estimator, Dataset<Row> rows, Path folder)
            throws IOException {
        String saved = folder.resolve("pipeline").toString();
        new Pipeline().setStages(new PipelineStage[] {estimator}).write().save(saved);
        PipelineStage loaded = Pipeline.load(saved).getStages()[0];
        assertThat(loaded.uid()).isEqualTo(estimator.uid());
        assertThat(parameters(loaded)).isEqualTo(parameters(estimator));

        PipelineModel model =
                new Pipeline().setStages(new PipelineStage[] {loaded}).fit(rows);
        Transformer fitted = model.stages()[0];
        assertThat(fitted.uid()).isEqualTo(estimator.uid());
        model.write().save(folder.resolve("model").toString());
        PipelineModel again = PipelineModel.load(folder.resolve("model").toString());
        Dataset<Row> expected = model.transform(rows);
        assertThat(again.transform(rows).collectAsList()).isEqualTo(expected.collectAsList());
        assertThat(parameters(again.stages()[0])).isEqualTo(parameters(fitted));
        assertThat(fitted.copy(new ParamMap()).transform(rows).collectAsList()).isEqualTo(expected.collectAsList());
        assertThat(fields(fitted.transformSchema(rows.schema()).fields()))
                .isEqualTo(fields(expected.schema().fields()));
        assertThat(fields(estimator.transformSchema(rows.schema()).fields()))
                .isEqualTo(fields(expected.schema().fields()));
        assertThat(fitted).isInstanceOf(Mitigation.class);
    }

    private static Map<String, String> parameters(Params stage) {
        Map<String, String> values = new TreeMap<>();
        for (Param<?> param : stage.params()) {
            values.put(param.name(), encoded(stage, param));
        }
        return values;
    }

    private static <T> String encoded(Params stage, Param<T> param) {
        return stage.isDefined(param) ? param.jsonEncode(stage.getOrDefault(param)) : "undefined";
    }

    private static String fields(StructField[] fields) {
        StringBuilder text = new StringBuilder();
        for (StructField field : fields) {
            text.append(field.name())
                    .append(' ')
                    .append(field.dataType().simpleString())
                    .append(", ");
        }
        return text.toString();
    }
}
