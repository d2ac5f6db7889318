package io.lepton.training.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkPartsTest {
    private static final RowWeights ONES = new RowWeights(1, ClassWeights.NONE.factors(new double[0]));

    @Test
    void encodesAsThePaperDoes() {
        // Gorishniy, Rubachev and Babenko (2022), equation 1, for bins [0, 1), [1, 3), [3, 4].
        Encoding encoding =
                new Encoding(new Scaling(new double[] {2}, new double[] {1}, 0, 1), new double[][] {{0, 1, 3, 4}});

        assertThat(inputs(encoding, 0.25)).containsExactly(0.25f, 0, 0);
        assertThat(inputs(encoding, 1)).containsExactly(1, 0, 0);
        assertThat(inputs(encoding, 2)).containsExactly(1, 0.5f, 0);
        assertThat(inputs(encoding, 3.5)).containsExactly(1, 1, 0.5f);
        assertThat(inputs(encoding, 99)).containsExactly(1, 1, 1);
        assertThat(inputs(encoding, -99)).containsExactly(0, 0, 0);
        assertThat(inputs(encoding, Double.NaN)).isEqualTo(inputs(encoding, 2));
    }

    private static float[] inputs(Encoding encoding, double value) {
        // A unit a bin, each with one weight of 1: what the paper's inputs are.
        int bins = encoding.bins().get(0);
        FeatureLayout layout =
                FeatureLayout.dense(new InputShape(encoding.bins(), java.util.List.of(-1), 0), bins, false);
        float[] parameters = new float[layout.parameters()];
        for (int bin = 0; bin < bins; bin++) {
            parameters[bin * bins + bin] = 1;
        }
        return new FeatureTransform(layout, encoding.zeroCodes())
                .forward(parameters, new float[] {(float) encoding.code(0, value)}, 1)
                .clone();
    }

    @Property
    void binsHoldAboutAsManyValuesEachAndAllOfThem(
            @ForAll @Size(min = 30, max = 300) double[] values, @ForAll @IntRange(min = 2, max = 10) int bins) {
        double[] edges = Bins.edges(values, bins);

        if (edges.length > 0) {
            assertThat(edges).isSorted().doesNotHaveDuplicates().hasSizeBetween(3, bins + 1);
            assertThat(edges[0]).isEqualTo(Arrays.stream(values).min().orElseThrow());
            assertThat(edges[edges.length - 1])
                    .isEqualTo(Arrays.stream(values).max().orElseThrow());
        }
    }

    @Test
    void flagsStayAsTheyAreAndNumbersDoNot() {
        Moments moments = new Moments(2);
        for (int row = 0; row < 100; row++) {
            // A rare category; one of three; a number between 0 and 1; a number that happens to be 0 or 2.
            moments.add(
                    Vectors.dense(row == 0 ? 1 : 0, row % 3 == 0 ? 1 / 3f : 0, row / 99.0, row % 2 * 2), row % 2, 1);
        }

        Scaling scaling = moments.scaling(false);

        assertThat(scaling.standardized(0, 1)).isEqualTo(1);
        assertThat(scaling.standardized(0, 0)).isZero();
        assertThat(scaling.standardized(0, Double.NaN)).isZero();
        assertThat(scaling.standardized(1, 1 / 3f)).isEqualTo(1 / 3f);
        assertThat(scaling.standardized(2, 0.5)).isCloseTo(0, within(1e-9));
        assertThat(scaling.standardized(3, 2)).isCloseTo(1, within(1e-9));
    }

    @Test
    void frequentValuesTakeNoBinsOfTheRest() {
        double[] values = new double[1000];
        for (int i = 0; i < 100; i++) {
            values[i] = 1 + i;
        }

        double[] edges = Bins.edges(values, 8);

        assertThat(edges).hasSize(9).startsWith(0);
        assertThat(Arrays.stream(edges).filter(edge -> edge > 0).count()).isEqualTo(8);
        assertThat(Bins.edges(new double[] {0, 1, 0, 1, 1}, 8)).isEmpty();
        assertThat(Bins.edges(new double[] {Double.NaN}, 8)).isEmpty();
    }

    @Property(tries = 30)
    void anOrderIsAPermutationOfItsOwnSeed(@ForAll @IntRange(min = 1, max = 150_000) int rows, @ForAll long seed) {
        EpochOrder order = new EpochOrder(rows, seed);
        EpochOrder skipped = new EpochOrder(rows, seed);
        skipped.skip(rows / 3);
        boolean[] seen = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            int row = order.getAsInt();
            assertThat(seen[row]).isFalse();
            seen[row] = true;
            if (i >= rows / 3) {
                assertThat(skipped.getAsInt()).isEqualTo(row);
            }
        }
    }

    @Test
    void rowsOnDiskAreThoseInMemory(@TempDir Path folder) throws Exception {
        Random random = new Random(3);
        Encoding encoding = new Encoding(
                new Scaling(new double[] {0, 0, 0}, new double[] {1, 1, 1}, 0, 1), new double[][] {{-1, 0, 1}, {}, {}});
        try (RowMemory inMemory = new RowMemory(Long.MAX_VALUE, folder);
                RowMemory onDisk = new RowMemory(50_000, folder)) {
            TrainingRows first = new TrainingRows(encoding, ONES, inMemory);
            TrainingRows second = new TrainingRows(encoding, ONES, onDisk);
            for (int i = 0; i < 10_000; i++) {
                // The later rows are mostly zeros, and are kept as such.
                Vector row = i < 5000
                        ? Vectors.dense(random.nextGaussian(), random.nextGaussian(), 1)
                        : Vectors.sparse(3, new int[] {i % 3}, new double[] {random.nextGaussian()});
                first.add(row, i % 2, 1 + i);
                second.add(row, i % 2, 1 + i);
            }
            first.complete();
            second.complete();

            assertThat(inMemory.onDisk()).isZero();
            assertThat(onDisk.onDisk()).isPositive();
            for (int row = 0; row < first.size(); row++) {
                float[] ofFirst = new float[first.features()];
                float[] ofSecond = new float[first.features()];
                first.write(row, ofFirst, 0);
                second.write(row, ofSecond, 0);
                assertThat(ofSecond).isEqualTo(ofFirst);
                assertThat(second.weight(row)).isEqualTo(first.weight(row));
                assertThat(second.label(row)).isEqualTo(first.label(row));
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Property
    void balancedClassesWeighTheSame(
            @ForAll @DoubleRange(min = 0.1, max = 100) double first,
            @ForAll @DoubleRange(min = 0.1, max = 100) double second) {
        ClassWeights.Factors factors = ClassWeights.BALANCED.factors(new double[] {first, second});

        assertThat(first * factors.of(0)).isCloseTo(second * factors.of(1), within(1e-9));
        assertThat(first * factors.of(0) + second * factors.of(1)).isCloseTo(first + second, within(1e-9));
    }

    @Test
    void aStateSurvivesItsBytes() {
        TrainingState state = new TrainingState(
                3,
                2,
                new TrainerState(new float[] {1, Float.MIN_VALUE}, new float[] {3}, 77),
                new BestEpoch(new float[] {4, 5}, 0.25, 1));

        TrainingState read = TrainingState.of(state.bytes());

        assertThat(read).usingRecursiveComparison().isEqualTo(state);
    }

    @Test
    void workersExchangeGradientsWhereThatIsCheapAndAveragesWhereItIsNot() {
        assertThat(Exchange.of(5_500, 512, 2, 1000).ofGradients()).isTrue();
        Exchange ofMany = Exchange.of(2_000_000, 32, 64, 1000);
        assertThat(ofMany.ofGradients()).isFalse();
        assertThat(ofMany.steps()).isBetween(2, 250);
        assertThat(Exchange.of(2_000_000, 32, 64, 4).steps()).isEqualTo(2);
    }

    @Test
    void learningRatesRiseAndFallAsTheScheduleSays() {
        NeuralNetworkSettings settings = new NeuralNetworkSettings(
                Architecture.MLP,
                java.util.List.of(),
                false,
                0,
                0,
                10,
                16,
                Optimizer.ADAM,
                0.1,
                Schedule.LINEAR,
                2,
                0,
                0,
                ClassWeights.NONE,
                1);

        assertThat(settings.learningRate(0)).isPositive().isLessThan(settings.learningRate(1));
        assertThat(settings.learningRate(2)).isCloseTo(0.1, within(1e-12));
        assertThat(settings.learningRate(6)).isCloseTo(0.05, within(1e-12));
        assertThat(Schedule.COSINE.share(0.5)).isCloseTo(0.5, within(1e-12));
        assertThat(Schedule.CONSTANT.share(0.9)).isEqualTo(1);
    }
}
