package io.lepton.cli.bench.baseline;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.error.LeptonException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The same network as a user of PyTorch would train it on the CPU.
 *
 * @param python an interpreter that has PyTorch
 * @param folder for the rows and the script
 * @param hidden units of each hidden layer
 */
public record TorchNetwork(Path python, Path folder, List<Integer> hidden, double learningRate) {
    private static final String SCRIPT = "torch_network.py";

    /** @param secondsAnEpoch median of all epochs but the first */
    public record Trained(double secondsAnEpoch, double auc, String version) {}

    /**
     * Trains on rows with features and label.
     *
     * @param unseen rows that tell the AUC
     * @throws LeptonException (configuration) when the interpreter can't be started, or the script fails
     */
    public Trained train(Dataset<Row> training, Dataset<Row> unseen, int batch, int epochs, int threads) {
        try {
            Path script = folder.resolve(SCRIPT);
            try (InputStream text = TorchNetwork.class.getResourceAsStream(SCRIPT)) {
                Files.write(script, text.readAllBytes());
            }
            Path trainingFile = folder.resolve("training.float32");
            Path unseenFile = folder.resolve("unseen.float32");
            int features = write(training, trainingFile);
            write(unseen, unseenFile);
            List<String> command = new ArrayList<>(List.of(
                    python.toString(), script.toString(), trainingFile.toString(), unseenFile.toString(), "--hidden"));
            hidden.forEach(units -> command.add(String.valueOf(units)));
            command.addAll(List.of("--features", String.valueOf(features)));
            command.addAll(List.of("--batch", String.valueOf(batch)));
            command.addAll(List.of("--epochs", String.valueOf(epochs)));
            command.addAll(List.of("--learning-rate", String.valueOf(learningRate)));
            command.addAll(List.of("--threads", String.valueOf(threads)));
            return new ObjectMapper().readValue(output(command), Trained.class);
        } catch (IOException e) {
            throw LeptonException.configuration("Cannot measure PyTorch: " + e.getMessage(), e);
        }
    }

    private String output(List<String> command) throws IOException {
        Path errors = folder.resolve("torch.log");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                List<String> lines = Files.readAllLines(errors);
                throw LeptonException.configuration("Cannot measure PyTorch by " + python + " (--python): "
                        + (lines.isEmpty() ? "it failed" : lines.get(lines.size() - 1))
                        + ". Name an interpreter that has the package torch.");
            }
            return output;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while PyTorch trained", e);
        }
    }

    /** Float by float, little end first, as processors keep them; returns the number of features. */
    private static int write(Dataset<Row> rows, Path file) {
        int features = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (Iterator<Row> all = rows.select("features", "label").toLocalIterator(); all.hasNext(); ) {
                Row row = all.next();
                double[] values = row.<Vector>getAs(0).toArray();
                features = values.length;
                ByteBuffer bytes = ByteBuffer.allocate(4 * (features + 1)).order(ByteOrder.LITTLE_ENDIAN);
                for (double value : values) {
                    bytes.putFloat((float) value);
                }
                out.write(bytes.putFloat((float) row.getDouble(1)).array());
            }
            return features;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write rows for PyTorch to " + file + ": " + e.getMessage(), e);
        }
    }
}
