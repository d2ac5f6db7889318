package io.lepton.fairness.counting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;

/** Weighted sums of labels, predictions and residuals (label − prediction), in the label's unit and its powers. */
public final class ResidualSums implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private double weight;
    private double residual;
    private double absolute;
    private double squared;
    private double fourth;
    private double prediction;
    private double squaredPrediction;
    private double label;
    private double squaredLabel;
    private double cubedLabel;
    private double fourthLabel;
    private double squaredByLabel;
    private double squaredBySquaredLabel;
    private double covered;

    void add(double rowLabel, double rowPrediction, double rowWeight) {
        double difference = rowLabel - rowPrediction;
        double square = difference * difference;
        weight += rowWeight;
        residual += rowWeight * difference;
        absolute += rowWeight * Math.abs(difference);
        squared += rowWeight * square;
        fourth += rowWeight * square * square;
        prediction += rowWeight * rowPrediction;
        squaredPrediction += rowWeight * rowPrediction * rowPrediction;
        label += rowWeight * rowLabel;
        double squareOfLabel = rowLabel * rowLabel;
        squaredLabel += rowWeight * squareOfLabel;
        cubedLabel += rowWeight * squareOfLabel * rowLabel;
        fourthLabel += rowWeight * squareOfLabel * squareOfLabel;
        squaredByLabel += rowWeight * square * rowLabel;
        squaredBySquaredLabel += rowWeight * square * squareOfLabel;
        covered += difference <= 0 ? rowWeight : 0;
    }

    void addAll(ResidualSums other) {
        addAll(other, 1);
    }

    private void addAll(ResidualSums other, int times) {
        weight += times * other.weight;
        residual += times * other.residual;
        absolute += times * other.absolute;
        squared += times * other.squared;
        fourth += times * other.fourth;
        prediction += times * other.prediction;
        squaredPrediction += times * other.squaredPrediction;
        label += times * other.label;
        squaredLabel += times * other.squaredLabel;
        cubedLabel += times * other.cubedLabel;
        fourthLabel += times * other.fourthLabel;
        squaredByLabel += times * other.squaredByLabel;
        squaredBySquaredLabel += times * other.squaredBySquaredLabel;
        covered += times * other.covered;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(weight);
        out.writeDouble(residual);
        out.writeDouble(absolute);
        out.writeDouble(squared);
        out.writeDouble(fourth);
        out.writeDouble(prediction);
        out.writeDouble(squaredPrediction);
        out.writeDouble(label);
        out.writeDouble(squaredLabel);
        out.writeDouble(cubedLabel);
        out.writeDouble(fourthLabel);
        out.writeDouble(squaredByLabel);
        out.writeDouble(squaredBySquaredLabel);
        out.writeDouble(covered);
    }

    /** Takes the place of what is here. */
    void read(DataInput in) throws IOException {
        weight = in.readDouble();
        residual = in.readDouble();
        absolute = in.readDouble();
        squared = in.readDouble();
        fourth = in.readDouble();
        prediction = in.readDouble();
        squaredPrediction = in.readDouble();
        label = in.readDouble();
        squaredLabel = in.readDouble();
        cubedLabel = in.readDouble();
        fourthLabel = in.readDouble();
        squaredByLabel = in.readDouble();
        squaredBySquaredLabel = in.readDouble();
        covered = in.readDouble();
    }

    /** Of all rows but those of a part. */
    public ResidualSums without(ResidualSums part) {
        ResidualSums rest = new ResidualSums();
        rest.addAll(this, 1);
        rest.addAll(part, -1);
        return rest;
    }

    public double weight() {
        return weight;
    }

    public double meanResidual() {
        return residual / weight;
    }

    public double meanAbsolute() {
        return absolute / weight;
    }

    public double meanSquare() {
        return squared / weight;
    }

    public double meanFourthPower() {
        return fourth / weight;
    }

    public double meanPrediction() {
        return prediction / weight;
    }

    public double meanSquaredPrediction() {
        return squaredPrediction / weight;
    }

    public double meanLabel() {
        return label / weight;
    }

    public double meanSquaredLabel() {
        return squaredLabel / weight;
    }

    public double varianceOfLabels() {
        return meanSquaredLabel() - meanLabel() * meanLabel();
    }

    /** Mean fourth power of a label's distance from the mean label. */
    public double meanFourthPowerOfLabels() {
        double m = meanLabel();
        return (fourthLabel - 4 * m * cubedLabel + 6 * m * m * squaredLabel - 4 * m * m * m * label) / weight
                + m * m * m * m;
    }

    /** Mean of the squared residual times the label's squared distance from the mean label. */
    public double meanSquareBySquare() {
        double m = meanLabel();
        return (squaredBySquaredLabel - 2 * m * squaredByLabel + m * m * squared) / weight;
    }

    /** Weight of the rows whose label is at or below the prediction. */
    public double covered() {
        return covered;
    }
}
