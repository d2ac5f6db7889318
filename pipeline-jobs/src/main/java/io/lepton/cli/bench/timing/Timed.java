package io.lepton.cli.bench.timing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A result, how long it took, and the most memory that this process held meanwhile.
 *
 * @param peakMegabytes heap and native, as {@link ProcessMemory} counts
 */
public record Timed<T>(T result, double seconds, double peakMegabytes) {
    public static <T> Timed<T> of(Supplier<T> work) {
        ProcessMemory.restart();
        long start = System.nanoTime();
        T result = work.get();
        return new Timed<>(result, (System.nanoTime() - start) / 1e9, ProcessMemory.peakMegabytes());
    }

    public static double seconds(List<? extends Timed<?>> turns) {
        return median(turns.stream().mapToDouble(Timed::seconds).toArray());
    }

    /** The first turn warms up, and is not looked at where there are others. */
    public static double peak(List<? extends Timed<?>> turns) {
        return median(turns.stream()
                .skip(Math.min(1, turns.size() - 1))
                .mapToDouble(Timed::peakMegabytes)
                .toArray());
    }

    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
