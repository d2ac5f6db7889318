package io.lepton.fairness.counts;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/** Some rows as codes, column after column, with one number a row beside them. */
public final class CodedBlock implements Serializable {
    static final int MOST_ROWS = 1 << 14;

    @Serial
    private static final long serialVersionUID = 1L;

    private final short[][] codes;
    private double[] values;
    private int rows;

    CodedBlock(int columns) {
        codes = new short[columns][MOST_ROWS];
        values = new double[MOST_ROWS];
    }

    /** Adds a row; its codes are set one by one. */
    void add(double value) {
        values[rows++] = value;
    }

    void set(int column, int code) {
        codes[column][rows - 1] = (short) code;
    }

    boolean isFull() {
        return rows == MOST_ROWS;
    }

    /** Gives back the room that no row needed. */
    CodedBlock trimmed() {
        if (rows < MOST_ROWS) {
            for (int i = 0; i < codes.length; i++) {
                codes[i] = Arrays.copyOf(codes[i], rows);
            }
            values = Arrays.copyOf(values, rows);
        }
        return this;
    }

    /** How many rows it holds. */
    public int rows() {
        return rows;
    }

    /** The code of a column in a row; both count from 0. */
    public int code(int column, int row) {
        return codes[column][row];
    }

    /** The number beside a row. */
    public double value(int row) {
        return values[row];
    }
}
