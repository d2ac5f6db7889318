package io.lepton.training.neural;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * An epoch's order of rows: windows of rows that lie together come in random order, and so do the rows of a window, so that rows on disk are
 * read in long runs. Rows are kept in an order that has nothing to do with their meaning, hence a window is a sample of all. Mutable.
 */
final class EpochOrder implements IntSupplier {
    private static final int WINDOW = 1 << 16;

    private final int rows;
    private final long seed;
    private final int[] windows;
    private int window;
    private int[] current = new int[0];
    private int used;

    EpochOrder(int rows, long seed) {
        this.rows = rows;
        this.seed = seed;
        this.windows = shuffled((rows + WINDOW - 1) / WINDOW, seed);
    }

    int size() {
        return rows;
    }

    /** The next row, or the first of the order again after the last. */
    @Override
    public int getAsInt() {
        if (used == current.length) {
            open(windows[window % windows.length]);
            window++;
        }
        return current[used++];
    }

    void skip(int rows) {
        for (int row = 0; row < rows; row++) {
            getAsInt();
        }
    }

    private void open(int number) {
        int first = number * WINDOW;
        current = shuffled(Math.min(WINDOW, rows - first), seed + 1 + number);
        for (int i = 0; i < current.length; i++) {
            current[i] += first;
        }
        used = 0;
    }

    private static int[] shuffled(int size, long seed) {
        int[] order = new int[size];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
