package io.lepton.training.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The rising function nearest to what happened, by squared error (Zadrozny and Elkan, 2002), found by pooling adjacent violators (Ayer et
 * al., 1955); straight lines between the ends of its steps, and level beyond the first and the last.
 *
 * @param probabilities ascending: where steps begin and end
 * @param values never falling; as many
 */
public record IsotonicSteps(double[] probabilities, double[] values) implements ProbabilityMap {

    static IsotonicSteps fit(Outcomes outcomes) {
        int[] order = IntStream.range(0, outcomes.probabilities().length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> outcomes.probabilities()[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        Pool pool = new Pool(order.length);
        int from = 0;
        while (from < order.length) {
            double probability = outcomes.probabilities()[order[from]];
            double weight = 0;
            double sum = 0;
            int to = from;
            // Equal predictions are one.
            for (; to < order.length && outcomes.probabilities()[order[to]] == probability; to++) {
                weight += outcomes.weights()[order[to]];
                sum += outcomes.weights()[order[to]] * outcomes.happened()[order[to]];
            }
            pool.add(probability, sum / weight, weight);
            from = to;
        }
        return pool.steps();
    }

    @Override
    public double of(double probability) {
        int found = Arrays.binarySearch(probabilities, probability);
        if (found >= 0) {
            return values[found];
        }
        int next = -found - 1;
        if (next == 0) {
            return values[0];
        }
        if (next == values.length) {
            return values[next - 1];
        }
        double share = (probability - probabilities[next - 1]) / (probabilities[next] - probabilities[next - 1]);
        return values[next - 1] + share * (values[next] - values[next - 1]);
    }

    /** Blocks of one value each, from the left; the last ones are joined for as long as they fall. */
    private static final class Pool {
        private final double[] first;
        private final double[] last;
        private final double[] value;
        private final double[] weight;
        private int size;

        Pool(int most) {
            first = new double[most];
            last = new double[most];
            value = new double[most];
            weight = new double[most];
        }

        void add(double at, double mean, double of) {
            first[size] = at;
            last[size] = at;
            value[size] = mean;
            weight[size] = of;
            size++;
            while (size > 1 && value[size - 2] >= value[size - 1]) {
                join();
            }
        }

        private void join() {
            int left = size - 2;
            int right = size - 1;
            double sum = weight[left] + weight[right];
            value[left] = (value[left] * weight[left] + value[right] * weight[right]) / sum;
            weight[left] = sum;
            last[left] = last[right];
            size--;
        }

        IsotonicSteps steps() {
            double[] at = new double[2 * size];
            double[] values = new double[2 * size];
            int ends = 0;
            for (int block = 0; block < size; block++) {
                at[ends] = first[block];
                values[ends++] = value[block];
                if (last[block] > first[block]) {
                    at[ends] = last[block];
                    values[ends++] = value[block];
                }
            }
            return new IsotonicSteps(Arrays.copyOf(at, ends), Arrays.copyOf(values, ends));
        }
    }
}
