package io.lepton.fairness.reductions;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.error.LeptonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;

/**
 * Folders of what this package fits: Spark ML's metadata, the stages within as a pipeline of Spark ML's own, and the rest as JSON.
 */
final class SavedReduction {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STAGES = "stages";
    private static final String DETAILS = "details.json";

    private SavedReduction() {}

    /** Makes a stage of its uid and what was saved with it. */
    @FunctionalInterface
    interface Maker<T> {
        T make(String uid, Contents contents) throws IOException;
    }

    /** A saved folder. */
    record Contents(String path, SparkContext context) {
        List<Transformer> transformers() {
            return List.of(PipelineModel.load(stages(path)).stages());
        }

        Estimator<?> learner() {
            return (Estimator<?>) Pipeline.load(stages(path)).getStages()[0];
        }

        <T> T details(Class<T> type) throws IOException {
            Path file = new Path(path, DETAILS);
            try (FSDataInputStream in =
                    file.getFileSystem(context.hadoopConfiguration()).open(file)) {
                return JSON.readValue(in.readAllBytes(), type);
            }
        }
    }

    static MLWriter writer(Params stage, Estimator<?> learner) {
        return new Writer(stage) {
            @Override
            void saveStages(String path) throws IOException {
                new Pipeline().setStages(new PipelineStage[] {learner}).save(stages(path));
            }
        };
    }

    static MLWriter writer(Params stage, List<Transformer> models, Record details) {
        return new Writer(stage) {
            @Override
            void saveStages(String path) throws IOException {
                new PipelineModel(stage.uid() + "_stages", models.toArray(Transformer[]::new)).save(stages(path));
                Path file = new Path(path, DETAILS);
                try (FSDataOutputStream out =
                        file.getFileSystem(sc().hadoopConfiguration()).create(file, true)) {
                    out.write(JSON.writeValueAsBytes(details));
                }
            }
        };
    }

    static <T extends Params> MLReader<T> reader(Class<T> type, Maker<T> maker) {
        return new MLReader<>() {
            @Override
            public T load(String path) {
                var metadata = DefaultParamsReader.loadMetadata(path, sc(), type.getName());
                try {
                    T stage = maker.make(metadata.uid(), new Contents(path, sc()));
                    metadata.getAndSetParams(stage, scala.Option.empty());
                    return stage;
                } catch (IOException e) {
                    throw LeptonException.data(
                            "Cannot load " + type.getSimpleName() + " of " + path + ": " + e.getMessage()
                                    + ". Save it again.",
                            e);
                }
            }
        };
    }

    private static String stages(String path) {
        return new Path(path, STAGES).toString();
    }

    private abstract static class Writer extends MLWriter {
        private final Params stage;

        Writer(Params stage) {
            this.stage = stage;
        }

        abstract void saveStages(String path) throws IOException;

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter.saveMetadata(stage, path, sc(), scala.Option.empty(), scala.Option.empty());
            try {
                saveStages(path);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot save " + stage.uid() + " in " + path + ": " + e.getMessage(), e);
            }
        }
    }
}
