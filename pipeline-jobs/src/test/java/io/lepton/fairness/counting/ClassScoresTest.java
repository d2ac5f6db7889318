package io.lepton.fairness.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.measures.ClassMeasures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ClassScoresTest {
    /** Rows, and the tally of two parts of them that travelled. */
    private record Counted(int[] labels, double[][] probabilities, GroupTally tally) {
        static Counted of(long seed, int classes, int rows) throws IOException {
            SplittableRandom random = new SplittableRandom(seed);
            int[] labels = new int[rows];
            double[][] probabilities = new double[rows][classes];
            GroupTally[] parts = {new GroupTally(), new GroupTally()};
            for (int i = 0; i < rows; i++) {
                labels[i] = random.nextInt(classes);
                for (int k = 0; k < classes; k++) {
                    // Of a rare class probabilities crowd near 0.
                    double spread = random.nextDouble() * (k == labels[i] ? 1 : .8);
                    probabilities[i][k] = k == 0 ? spread * spread * spread / 10 : spread;
                }
                parts[i % 2].addClasses(labels[i], 0, probabilities[i][0], 1);
                parts[i % 2].addProbabilities(labels[i], probabilities[i], 0, classes, 1);
            }
            GroupTally tally = new GroupTally();
            for (GroupTally part : parts) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                part.write(new DataOutputStream(bytes));
                tally.addAll(GroupTally.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
            }
            return new Counted(labels, probabilities, tally);
        }

        double figure(String name) {
            return new ClassMeasures(
                            IntStream.range(0, probabilities[0].length)
                                    .boxed()
                                    .collect(Collectors.toCollection(TreeSet::new)),
                            tally)
                    .of(tally)
                    .get(name)
                    .value();
        }

        /** By its definition: the share of pairs that are in order, ties half. */
        double auc(int each) {
            double won = 0;
            double pairs = 0;
            for (int i = 0; i < labels.length; i++) {
                for (int j = 0; j < labels.length; j++) {
                    if (labels[i] == each && labels[j] != each) {
                        double difference = probabilities[i][each] - probabilities[j][each];
                        won += difference > 0 ? 1 : difference == 0 ? .5 : 0;
                        pairs++;
                    }
                }
            }
            return won / pairs;
        }
    }

    /** Bins are so fine that hardly a pair of many shares one; of 16 classes they are four times as wide. */
    @Property(tries = 25)
    void ranksEachClassAsItsPairsDo(@ForAll long seed, @ForAll @IntRange(min = 3, max = 16) int classes)
            throws IOException {
        Counted counted = Counted.of(seed, classes, 600);

        for (int k = 0; k < classes; k++) {
            assertThat(counted.figure("auc_of_" + k)).isCloseTo(counted.auc(k), within(classes > 4 ? 2e-3 : 5e-4));
        }
    }

    @Property(tries = 25)
    void losesWhatEachRowLoses(@ForAll long seed, @ForAll @IntRange(min = 3, max = 16) int classes) throws IOException {
        Counted counted = Counted.of(seed, classes, 100);
        double squares = 0;
        double logarithms = 0;
        for (int i = 0; i < counted.labels().length; i++) {
            for (int k = 0; k < classes; k++) {
                squares += Math.pow((k == counted.labels()[i] ? 1 : 0) - counted.probabilities()[i][k], 2);
            }
            logarithms -= Math.log(Math.max(1e-15, counted.probabilities()[i][counted.labels()[i]]));
        }

        assertThat(counted.figure("brier_score")).isCloseTo(squares / 100, within(1e-9));
        assertThat(counted.figure("log_loss")).isCloseTo(logarithms / 100, within(1e-9));
    }

    /** One row of which a probability is not known, or is none, makes the whole unknown. */
    @Property(tries = 20)
    void isUnknownWhereOneIs(@ForAll long seed, @ForAll boolean none) throws IOException {
        Counted counted = Counted.of(seed, 3, 20);
        assertThat(counted.tally().classScores().known()).isTrue();

        counted.tally().addProbabilities(1, new double[] {.1, none ? Double.NaN : 1.5, .2}, 0, 3, 1);

        assertThat(counted.tally().classScores().known()).isFalse();
    }
}
