package io.lepton.privacy.criteria;

/**
 * t-closeness: the sensitive values of a class are spread like those of the whole table, up to an earth mover's distance of t.
 *
 * @param t 0 to 1
 * @param table rows of the whole table by sensitive value
 */
public record Closeness(double t, Distance distance, long[] table) implements Criterion {
    /** Below what the proof on the written table allows. */
    private static final double ROUNDING = 1e-10;

    public Closeness {
        table = table.clone();
    }

    @Override
    public long[] table() {
        return table.clone();
    }

    @Override
    public Criterion comparedWith(long[] other) {
        return new Closeness(t, distance, other);
    }

    @Override
    public boolean holds(long[] counts, int from, int values, long rows) {
        long all = 0;
        for (long count : table) {
            all += count;
        }
        double[] differences = new double[values];
        for (int value = 0; value < values; value++) {
            differences[value] = (double) counts[from + value] / rows - (double) table[value] / all;
        }
        return distance.of(differences) <= t + ROUNDING;
    }
}
