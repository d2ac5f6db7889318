package io.lepton.cli.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Without PyTorch: what stands for the interpreter is a shell script. */
@ExtendWith(LocalSpark.class)
class TorchNetworkTest {
    @TempDir
    private Path folder;

    private final Dataset<Row> rows;

    TorchNetworkTest(SparkSession spark) {
        this.rows = spark.createDataFrame(
                List.of(RowFactory.create(Vectors.dense(1.5, -2), 1.0), RowFactory.create(Vectors.dense(0, 0.25), 0.0)),
                new StructType().add("features", new VectorUDT()).add("label", DataTypes.DoubleType));
    }

    @Test
    void handsRowsOverAsFloatsAndReadsWhatIsPrinted() throws IOException {
        TorchNetwork torch =
                torch("echo '{\"secondsAnEpoch\": 0.5, \"auc\": 0.75, \"version\": \"2\"}'; echo \"$@\" > \"$2.log\"");

        TorchNetwork.Trained trained = torch.train(rows, rows, 512, 3, 2);

        assertThat(trained).isEqualTo(new TorchNetwork.Trained(0.5, 0.75, "2"));
        ByteBuffer written = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("training.float32")))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(List.of(written.getFloat(), written.getFloat(), written.getFloat()))
                .containsExactly(1.5f, -2f, 1f);
        assertThat(Files.readString(folder.resolve("training.float32.log")))
                .contains("--features 2 --batch 512 --epochs 3 --learning-rate 0.01 --threads 2");
    }

    @Test
    void namesTheInterpreterThatLacksPytorch() throws IOException {
        TorchNetwork torch = torch("echo 'Traceback' >&2; echo \"No module named 'torch'\" >&2; exit 1");

        assertThatThrownBy(() -> torch.train(rows, rows, 512, 3, 2))
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot measure PyTorch by " + torch.python()
                        + " (--python): No module named 'torch'. Name an interpreter that has the package torch.")
                .extracting(failure -> ((LeptonException) failure).exitCode())
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    private TorchNetwork torch(String script) throws IOException {
        Path python = Files.writeString(folder.resolve("python"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
        return new TorchNetwork(python, folder, List.of(8, 4), 0.01);
    }
}
