package io.lepton.fairness.counting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;

/** Weighted sums of a number's first three powers over rows: its mean, variance and third moment follow, and those of several parts add up. */
public final class Moments implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private double weight;
    private double sum;
    private double squares;
    private double cubes;

    void add(double value, double rowWeight) {
        weight += rowWeight;
        sum += rowWeight * value;
        squares += rowWeight * value * value;
        cubes += rowWeight * value * value * value;
    }

    void addAll(Moments others) {
        weight += others.weight;
        sum += others.sum;
        squares += others.squares;
        cubes += others.cubes;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(weight);
        out.writeDouble(sum);
        out.writeDouble(squares);
        out.writeDouble(cubes);
    }

    /** Takes the place of what is here. */
    void read(DataInput in) throws IOException {
        weight = in.readDouble();
        sum = in.readDouble();
        squares = in.readDouble();
        cubes = in.readDouble();
    }

    public double weight() {
        return weight;
    }

    public double mean() {
        return sum / weight;
    }

    public double variance() {
        return Math.max(0, squares / weight - mean() * mean());
    }

    /** About the mean. */
    public double third() {
        double mean = mean();
        return cubes / weight - 3 * mean * squares / weight + 2 * mean * mean * mean;
    }
}
