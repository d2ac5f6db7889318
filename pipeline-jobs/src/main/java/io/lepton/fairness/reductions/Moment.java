package io.lepton.fairness.reductions;

import static org.apache.spark.sql.functions.abs;

import io.lepton.fairness.reductions.game.Cells;
import io.lepton.fairness.reductions.game.Constraints;
import io.lepton.fairness.reductions.game.GroupLoss;
import io.lepton.fairness.reductions.game.Parity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;

/** What is to be alike, or bounded, in all groups. */
public enum Moment {
    DEMOGRAPHIC_PARITY(Parity.DEMOGRAPHIC),
    EQUALIZED_ODDS(Parity.EQUALIZED_ODDS),
    TRUE_POSITIVE_RATE_PARITY(Parity.TRUE_POSITIVE_RATE),
    FALSE_POSITIVE_RATE_PARITY(Parity.FALSE_POSITIVE_RATE),
    ERROR_RATE_PARITY(Parity.ERROR_RATE),
    BOUNDED_SQUARE_LOSS(GroupLoss.SQUARE),
    BOUNDED_ABSOLUTE_LOSS(GroupLoss.ABSOLUTE);

    private interface Source {
        Constraints of(Cells cells, double bound, double ratio);
    }

    private final boolean classifies;
    private final boolean squared;
    private final Source source;

    Moment(Parity parity) {
        this.classifies = true;
        this.squared = false;
        this.source = parity::constraints;
    }

    Moment(GroupLoss loss) {
        this.classifies = false;
        this.squared = loss == GroupLoss.SQUARE;
        this.source = (cells, bound, ratio) -> loss.constraints(cells, bound);
    }

    /** As parameters have it, such as {@code equalized_odds}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Moment::word).toList();
    }

    static Moment of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether labels are 0 and 1; else they are numbers. */
    public boolean classifies() {
        return classifies;
    }

    Constraints constraints(Cells cells, double bound, double ratio) {
        return source.of(cells, bound, ratio);
    }

    /** A row's loss; of labels 0 and 1 whether the prediction is wrong. */
    Column loss(Column label, Column prediction) {
        Column difference = label.minus(prediction);
        return squared ? difference.multiply(difference) : abs(difference);
    }

    /** What a row adds to the mass of its cell. */
    Column mass(Column label, Column prediction) {
        return classifies ? prediction : loss(label, prediction);
    }
}
