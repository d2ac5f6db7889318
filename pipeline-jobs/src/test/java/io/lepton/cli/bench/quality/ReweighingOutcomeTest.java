package io.lepton.cli.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class ReweighingOutcomeTest {
    /** Women: 1 of 4 with the outcome and 1 of 6 without are selected; men: 3 of 4 and 1 of 2. */
    @Test
    void isWhatItsDefinitionsSay() {
        List<Row> counts = List.of(
                RowFactory.create(0.0, 1.0, 0.6, 1L),
                RowFactory.create(0.0, 1.0, 0.5, 3L),
                RowFactory.create(0.0, 0.0, 0.6, 1L),
                RowFactory.create(0.0, 0.0, 0.1, 5L),
                RowFactory.create(1.0, 1.0, 0.9, 3L),
                RowFactory.create(1.0, 1.0, 0.2, 1L),
                RowFactory.create(1.0, 0.0, 0.7, 1L),
                RowFactory.create(1.0, 0.0, 0.3, 1L));

        ReweighingOutcome outcome = ReweighingOutcome.of(counts, 0.5);

        assertThat(outcome.balancedAccuracy()).isCloseTo((4 / 8.0 + 6 / 8.0) / 2, within(1e-12));
        assertThat(outcome.statisticalParityDifference()).isCloseTo(2 / 10.0 - 4 / 6.0, within(1e-12));
        assertThat(outcome.equalOpportunityDifference()).isCloseTo(1 / 4.0 - 3 / 4.0, within(1e-12));
        assertThat(outcome.averageOddsDifference())
                .isCloseTo((1 / 4.0 - 3 / 4.0 + 1 / 6.0 - 1 / 2.0) / 2, within(1e-12));
    }
}
