package io.lepton.fairness.mitigation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;

/** Saves the stages that a model is made of beside its parameters, and loads them again. */
public final class FittedStages {
    private static final String STAGES = "stages";

    private FittedStages() {}

    /** Writes a model: its parameters and its stages. */
    public static MLWriter writer(Params model, List<Transformer> stages) {
        return new Writer(model, stages);
    }

    /**
     * Reads models.
     *
     * @param make of a uid and the stages
     */
    public static <M extends Params> MLReader<M> reader(Class<M> model, BiFunction<String, List<Transformer>, M> make) {
        return new Reader<>(model, make);
    }

    private static String stages(String path) {
        return new Path(path, STAGES).toString();
    }

    private static final class Writer extends MLWriter {
        private final Params model;
        private final List<Transformer> stages;

        Writer(Params model, List<Transformer> stages) {
            this.model = model;
            this.stages = List.copyOf(stages);
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter.saveMetadata(model, path, sc(), scala.Option.empty(), scala.Option.empty());
            try {
                new PipelineModel(model.uid() + "_stages", stages).write().save(stages(path));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot save " + model.uid() + " in " + path + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class Reader<M extends Params> extends MLReader<M> {
        private final Class<M> model;
        private final BiFunction<String, List<Transformer>, M> make;

        Reader(Class<M> model, BiFunction<String, List<Transformer>, M> make) {
            this.model = model;
            this.make = make;
        }

        @Override
        public M load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), model.getName());
            M loaded = make.apply(
                    metadata.uid(), List.of(PipelineModel.load(stages(path)).stages()));
            metadata.getAndSetParams(loaded, scala.Option.empty());
            return loaded;
        }
    }
}
