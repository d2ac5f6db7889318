package io.lepton.fairness.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConfidencesTest {
    private record Prediction(int predicted, boolean right, double probability, double weight) {}

    private static Confidences of(List<Prediction> predictions) {
        Confidences confidences = new Confidences();
        predictions.forEach(each -> confidences.add(each.predicted(), each.right(), each.probability(), each.weight()));
        return confidences;
    }

    /** Whatever parts the rows come in, and wherever these were written to. */
    @Property(tries = 50)
    void partsAddUpToWhatEachRowSays(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<Prediction> all = new ArrayList<>();
        for (int row = random.nextInt(200) + 1; row > 0; row--) {
            // Numbers that add up exactly in any order.
            all.add(new Prediction(
                    random.nextInt(5), random.nextBoolean(), random.nextInt(65) / 64.0, random.nextInt(4)));
        }
        List<Confidences> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += 30) {
            parts.add(of(all.subList(from, Math.min(all.size(), from + 30))));
        }
        Collections.shuffle(parts, random);
        Confidences sum = new Confidences();
        for (Confidences part : parts) {
            sum.addAll(copied(part));
        }

        requireSame(sum.all(), all);
        for (int predicted = 0; predicted < 6; predicted++) {
            int wanted = predicted;
            requireSame(
                    sum.of(predicted),
                    all.stream().filter(each -> each.predicted() == wanted).toList());
        }
    }

    private static Confidences copied(Confidences part) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        part.write(new DataOutputStream(bytes));
        Confidences copy = new Confidences();
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return copy;
    }

    private static void requireSame(ScoreHistogram found, List<Prediction> predictions) {
        for (int bin = 0; bin < Confidences.BINS; bin++) {
            double low = bin / 10.0;
            double end = bin == Confidences.BINS - 1 ? 2 : (bin + 1) / 10.0;
            double right = 0;
            double wrong = 0;
            double probabilities = 0;
            for (Prediction each : predictions) {
                if (each.probability() >= low && each.probability() < end) {
                    right += each.right() ? each.weight() : 0;
                    wrong += each.right() ? 0 : each.weight();
                    probabilities += each.weight() * each.probability();
                }
            }
            int at = Arrays.binarySearch(found.bins(), bin);
            assertThat(at >= 0 ? found.positives()[at] : 0).isEqualTo(right);
            assertThat(at >= 0 ? found.negatives()[at] : 0).isEqualTo(wrong);
            assertThat(at >= 0 ? found.scores()[at] : 0).isEqualTo(probabilities);
        }
    }

    @Test
    void whatIsNoProbabilityIsUnknown() {
        assertThat(new Confidences().known()).as("no rows").isFalse();
        for (double probability : new double[] {Double.NaN, -.1, 1.1, Double.POSITIVE_INFINITY}) {
            Confidences confidences = of(List.of(new Prediction(0, true, .5, 1)));
            assertThat(confidences.known()).isTrue();
            confidences.add(2, false, probability, 1);
            assertThat(confidences.known()).isFalse();
        }
    }

    @Test
    void roundingIsForgiven() {
        Confidences confidences =
                of(List.of(new Prediction(0, true, 1 + 1e-12, 1), new Prediction(0, false, -1e-12, 1)));

        assertThat(confidences.known()).isTrue();
        assertThat(confidences.all().bins()).containsExactly(0, 9);
        assertThat(confidences.all().score(1)).isCloseTo(1, within(1e-9));
    }
}
