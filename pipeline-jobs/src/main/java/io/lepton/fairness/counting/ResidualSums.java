package io.lepton.fairness.counting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;

/**
 * Weighted sums of labels, predictions and residuals (label − prediction), in the label's unit and its powers. Powers of labels and
 * predictions are those of distances from their means, which move with every row that is added (Chan, Golub and LeVeque, 1979; of higher
 * powers Pébay, 2008): raw powers of times in seconds, or of incomes, would leave nothing of what they are subtracted for.
 */
public final class ResidualSums implements Serializable {
    @Serial
    private static final long serialVersionUID = 3L;

    private double weight;
    private double residual;
    private double absolute;
    private double squared;
    private double fourth;
    private double sixth;
    private double cubed;
    /** Σ w |r|³. */
    private double absoluteCubed;

    private double covered;

    private double meanPrediction;
    /** Σ w (p − mean)². */
    private double squaredPrediction;

    private double cubedPrediction;

    private double meanLabel;
    /** Σ w (y − mean)². */
    private double squaredLabel;

    private double cubedLabel;
    private double fourthLabel;
    /** Σ w r² (y − mean). */
    private double squaredByLabel;
    /** Σ w r² (y − mean)². */
    private double squaredBySquaredLabel;

    void add(double rowLabel, double rowPrediction, double rowWeight) {
        double all = weight + rowWeight;
        if (rowWeight == 0) {
            return;
        }
        double difference = rowLabel - rowPrediction;
        double square = difference * difference;
        double share = rowWeight / all;
        moveLabels(share * (rowLabel - meanLabel));
        movePredictions(share * (rowPrediction - meanPrediction));
        double y = rowLabel - meanLabel;
        double p = rowPrediction - meanPrediction;
        double squareOfLabel = y * y;
        double cube = square * difference;
        weight = all;
        residual += rowWeight * difference;
        absolute += rowWeight * Math.abs(difference);
        squared += rowWeight * square;
        fourth += rowWeight * square * square;
        sixth += rowWeight * cube * cube;
        cubed += rowWeight * cube;
        absoluteCubed += rowWeight * Math.abs(cube);
        covered += difference <= 0 ? rowWeight : 0;
        squaredPrediction += rowWeight * p * p;
        cubedPrediction += rowWeight * p * p * p;
        squaredLabel += rowWeight * squareOfLabel;
        cubedLabel += rowWeight * squareOfLabel * y;
        fourthLabel += rowWeight * squareOfLabel * squareOfLabel;
        squaredByLabel += rowWeight * square * y;
        squaredBySquaredLabel += rowWeight * square * squareOfLabel;
    }

    /** Puts sums about a mean that is so much higher; those about the present one add up to 0. */
    private void moveLabels(double by) {
        double squareOfStep = by * by;
        fourthLabel += by * (-4 * cubedLabel + by * (6 * squaredLabel + squareOfStep * weight));
        cubedLabel -= by * (3 * squaredLabel + squareOfStep * weight);
        squaredLabel += squareOfStep * weight;
        squaredBySquaredLabel += by * (-2 * squaredByLabel + by * squared);
        squaredByLabel -= by * squared;
        meanLabel += by;
    }

    private void movePredictions(double by) {
        double squareOfStep = by * by;
        cubedPrediction -= by * (3 * squaredPrediction + squareOfStep * weight);
        squaredPrediction += squareOfStep * weight;
        meanPrediction += by;
    }

    void addAll(ResidualSums other) {
        addAll(other, 1);
    }

    /** @param times 1, or −1 for rows that are among these */
    private void addAll(ResidualSums other, int times) {
        if (other.weight == 0) {
            return;
        }
        double all = weight + times * other.weight;
        if (all == 0) {
            copy(new ResidualSums());
            return;
        }
        double share = times * other.weight / all;
        moveLabels(share * (other.meanLabel - meanLabel));
        movePredictions(share * (other.meanPrediction - meanPrediction));
        ResidualSums moved = new ResidualSums();
        moved.copy(other);
        moved.moveLabels(meanLabel - other.meanLabel);
        moved.movePredictions(meanPrediction - other.meanPrediction);
        weight = all;
        residual += times * moved.residual;
        absolute += times * moved.absolute;
        squared += times * moved.squared;
        fourth += times * moved.fourth;
        sixth += times * moved.sixth;
        cubed += times * moved.cubed;
        absoluteCubed += times * moved.absoluteCubed;
        covered += times * moved.covered;
        squaredPrediction += times * moved.squaredPrediction;
        cubedPrediction += times * moved.cubedPrediction;
        squaredLabel += times * moved.squaredLabel;
        cubedLabel += times * moved.cubedLabel;
        fourthLabel += times * moved.fourthLabel;
        squaredByLabel += times * moved.squaredByLabel;
        squaredBySquaredLabel += times * moved.squaredBySquaredLabel;
    }

    private void copy(ResidualSums other) {
        weight = other.weight;
        residual = other.residual;
        absolute = other.absolute;
        squared = other.squared;
        fourth = other.fourth;
        sixth = other.sixth;
        cubed = other.cubed;
        absoluteCubed = other.absoluteCubed;
        covered = other.covered;
        meanPrediction = other.meanPrediction;
        squaredPrediction = other.squaredPrediction;
        cubedPrediction = other.cubedPrediction;
        meanLabel = other.meanLabel;
        squaredLabel = other.squaredLabel;
        cubedLabel = other.cubedLabel;
        fourthLabel = other.fourthLabel;
        squaredByLabel = other.squaredByLabel;
        squaredBySquaredLabel = other.squaredBySquaredLabel;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(weight);
        out.writeDouble(residual);
        out.writeDouble(absolute);
        out.writeDouble(squared);
        out.writeDouble(fourth);
        out.writeDouble(sixth);
        out.writeDouble(cubed);
        out.writeDouble(absoluteCubed);
        out.writeDouble(covered);
        out.writeDouble(meanPrediction);
        out.writeDouble(squaredPrediction);
        out.writeDouble(cubedPrediction);
        out.writeDouble(meanLabel);
        out.writeDouble(squaredLabel);
        out.writeDouble(cubedLabel);
        out.writeDouble(fourthLabel);
        out.writeDouble(squaredByLabel);
        out.writeDouble(squaredBySquaredLabel);
    }

    /** Takes the place of what is here. */
    void read(DataInput in) throws IOException {
        weight = in.readDouble();
        residual = in.readDouble();
        absolute = in.readDouble();
        squared = in.readDouble();
        fourth = in.readDouble();
        sixth = in.readDouble();
        cubed = in.readDouble();
        absoluteCubed = in.readDouble();
        covered = in.readDouble();
        meanPrediction = in.readDouble();
        squaredPrediction = in.readDouble();
        cubedPrediction = in.readDouble();
        meanLabel = in.readDouble();
        squaredLabel = in.readDouble();
        cubedLabel = in.readDouble();
        fourthLabel = in.readDouble();
        squaredByLabel = in.readDouble();
        squaredBySquaredLabel = in.readDouble();
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

    public double meanCube() {
        return cubed / weight;
    }

    /** Mean of |r|³. */
    public double meanAbsoluteCube() {
        return absoluteCubed / weight;
    }

    public double meanFourthPower() {
        return fourth / weight;
    }

    public double meanSixthPower() {
        return sixth / weight;
    }

    /** NaN of nobody. */
    public double meanPrediction() {
        return weight == 0 ? Double.NaN : meanPrediction;
    }

    /** What was taken away may leave a little less than nothing. */
    public double varianceOfPredictions() {
        return Math.max(0, squaredPrediction / weight);
    }

    /** Mean cube of a prediction's distance from the mean prediction. */
    public double meanCubeOfPredictions() {
        return cubedPrediction / weight;
    }

    /** NaN of nobody. */
    public double meanLabel() {
        return weight == 0 ? Double.NaN : meanLabel;
    }

    public double varianceOfLabels() {
        return Math.max(0, squaredLabel / weight);
    }

    /** Mean cube of a label's distance from the mean label. */
    public double meanCubeOfLabels() {
        return cubedLabel / weight;
    }

    /** Mean fourth power of a label's distance from the mean label. */
    public double meanFourthPowerOfLabels() {
        return fourthLabel / weight;
    }

    /** Mean of the squared residual times the label's squared distance from the mean label. */
    public double meanSquareBySquare() {
        return squaredBySquaredLabel / weight;
    }

    /** Weight of the rows whose label is at or below the prediction. */
    public double covered() {
        return covered;
    }
}
