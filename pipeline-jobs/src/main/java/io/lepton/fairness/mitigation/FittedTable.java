package io.lepton.fairness.mitigation;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;

/** Saves what a model learned as one JSON file beside its parameters, and loads it again. */
public final class FittedTable {
    private static final String FILE = "table.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private FittedTable() {}

    /** Writes a model: its parameters and its table. */
    public static MLWriter writer(Params stage, Record table) {
        return new Writer(stage, table);
    }

    /**
     * Reads models.
     *
     * @param make of a uid and a table
     */
    public static <M extends Params, T extends Record> MLReader<M> reader(
            Class<M> model, Class<T> table, BiFunction<String, T, M> make) {
        return new Reader<>(model, table, make);
    }

    private static final class Writer extends MLWriter {
        private final Params stage;
        private final Record table;

        Writer(Params stage, Record table) {
            this.stage = stage;
            this.table = table;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter.saveMetadata(stage, path, sc(), scala.Option.empty(), scala.Option.empty());
            Path file = new Path(path, FILE);
            try (FSDataOutputStream out =
                    file.getFileSystem(sc().hadoopConfiguration()).create(file, true)) {
                out.write(JSON.writeValueAsBytes(table));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot save " + stage.uid() + " in " + path + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class Reader<M extends Params, T extends Record> extends MLReader<M> {
        private final Class<M> model;
        private final Class<T> table;
        private final BiFunction<String, T, M> make;

        Reader(Class<M> model, Class<T> table, BiFunction<String, T, M> make) {
            this.model = model;
            this.table = table;
            this.make = make;
        }

        @Override
        public M load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), model.getName());
            Path file = new Path(path, FILE);
            try (FSDataInputStream in =
                    file.getFileSystem(sc().hadoopConfiguration()).open(file)) {
                M loaded = make.apply(metadata.uid(), JSON.readValue(in.readAllBytes(), table));
                metadata.getAndSetParams(loaded, scala.Option.empty());
                return loaded;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot load the model of " + path + ": " + e.getMessage(), e);
            }
        }
    }
}
