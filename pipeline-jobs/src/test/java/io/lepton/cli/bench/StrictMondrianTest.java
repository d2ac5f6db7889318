package io.lepton.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.privacy.recoding.Combinations;
import io.lepton.privacy.recoding.NumericAttribute;
import io.lepton.privacy.recoding.Recoding;
import io.lepton.privacy.recoding.TreeAttribute;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class StrictMondrianTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private final SparkSession spark;

    StrictMondrianTest(SparkSession spark) {
        this.spark = spark;
    }

    /** The patients of LeFevre, DeWitt and Ramakrishnan (2006), tables 1 and 4: sex, age, zip code; k = 2. */
    @Test
    void recodesThePatientsAsItsPaperDoes() {
        Combinations patients = new Combinations(
                List.of(
                        new TreeAttribute(new int[] {1, 2}, new int[] {0, 0, 0}, new int[] {2, 1, 1}, false),
                        new NumericAttribute(new double[] {25, 26, 27, 28}),
                        new NumericAttribute(new double[] {53710, 53711, 53712})),
                new int[][] {{0, 1, 0, 0, 1, 0}, {0, 0, 1, 2, 2, 3}, {1, 2, 1, 0, 2, 1}},
                new long[] {1, 1, 1, 1, 1, 1});

        Recoding recoding = new StrictMondrian(2).recode(patients);

        assertThat(recoding.classes()).isEqualTo(3);
        assertThat(IntStream.range(0, 6).map(recoding::classOf)).containsExactly(0, 1, 0, 2, 1, 2);
    }

    @Tag("slow")
    @Test
    void losesATenthMoreThanLeptonAtEveryK() {
        Path data = HOME.resolve("deploy/data/adult");
        AnonymizeBenchmark benchmark = new AnonymizeBenchmark(
                spark, data, data.resolve("adult.csv.gz"), HOME, folder, AnonymizeBenchmark.MANY);

        assertThat(benchmark.losses()).hasSize(24).allMatch(Measurement::holds);
    }
}
