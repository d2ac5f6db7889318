package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Pipeline;
import io.lepton.error.LeptonException;
import io.lepton.features.FittedFeatures;
import io.lepton.features.InputProfile;
import io.lepton.training.curves.CurveListener;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trains on rows in hand what the stages {@code features} and {@code train} train on tables of the lake. */
public record ModelTrainer(Pipeline pipeline, Progress progress) {

    /** Fits transformations and models on all rows and keeps the best model by cross-fitting; holds nothing out. */
    public ModelBundle fit(Dataset<Row> rows) {
        var train = pipeline.train();
        if (train.mitigate().isPresent()) {
            throw LeptonException.configuration("Cannot mitigate a model that is trained on rows in hand: that takes"
                    + " the stages of a pipeline. Run the pipeline file, or take train.mitigate out.");
        }
        LabelCodec label = LabelCodec.fit(rows, train.label(), train.task(), train.positive());
        FittedFeatures features = new FeatureColumns(pipeline.features(), train)
                .plan(rows.columns(), pipeline.ingest().key())
                .fit(rows);
        Dataset<Row> training = ModelBundle.withVectors(label.encode(features.transform(rows)))
                .select(
                        col("features"),
                        col("label"),
                        train.weight()
                                .map(weight -> Columns.of(weight).cast("double"))
                                .orElse(lit(1.0))
                                .as("weight"))
                .persist();
        try {
            ModelSearch search = new ModelSearch(
                    train,
                    pipeline.seed(),
                    progress::step,
                    model -> CurveListener.none(),
                    Optional.empty(),
                    Optional.empty());
            return new ModelBundle(
                    features,
                    InputProfile.of(features, rows),
                    new PipelineModel(
                            "lepton-" + pipeline.register().model(),
                            List.of(search.search(training, label.task(), features)
                                    .chosen()
                                    .model())),
                    label);
        } finally {
            training.unpersist();
        }
    }
}
