package io.lepton.jobs;

import io.lepton.features.InputCounter;
import java.io.Serial;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.AccumulatorV2;

/** Adds up what tasks counted of the values that they read. */
final class InputTally extends AccumulatorV2<InputCounter, InputCounter> {
    @Serial
    private static final long serialVersionUID = 1L;

    private InputCounter total;

    private InputTally(InputCounter total) {
        this.total = total;
    }

    static InputTally registered(SparkSession spark, InputCounter nothing) {
        InputTally tally = new InputTally(nothing);
        spark.sparkContext().register(tally);
        return tally;
    }

    /** For a task, which adds it when it is done. */
    InputCounter counter() {
        return total.fresh();
    }

    @Override
    public boolean isZero() {
        return total.rows() == 0;
    }

    @Override
    public AccumulatorV2<InputCounter, InputCounter> copy() {
        InputTally copy = new InputTally(total.fresh());
        copy.total.merge(total);
        return copy;
    }

    @Override
    public void reset() {
        total = total.fresh();
    }

    @Override
    public void add(InputCounter counter) {
        total.merge(counter);
    }

    @Override
    public void merge(AccumulatorV2<InputCounter, InputCounter> other) {
        total.merge(other.value());
    }

    @Override
    public InputCounter value() {
        return total;
    }
}
