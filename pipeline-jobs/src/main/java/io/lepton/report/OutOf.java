package io.lepton.report;

import io.lepton.report.RunReport.Range;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Says rates as people say them: so many of 100, or of 1,000 where 100 would not tell them apart.
 *
 * @param people 100, 1,000 or 10,000
 */
record OutOf(long people) {
    private static final List<Integer> ROUND = List.of(100, 1_000, 10_000);

    /** For rates of 0 to 1 that are told beside each other. */
    static OutOf telling(double... rates) {
        double smallest = DoubleStream.of(rates).filter(rate -> rate > 0).min().orElse(1);
        return ROUND.stream()
                .map(people -> new OutOf(people))
                .filter(base -> base.count(smallest) >= 2)
                .filter(base ->
                        DoubleStream.of(rates).mapToLong(base::count).distinct().count()
                                == DoubleStream.of(rates).distinct().count())
                .findFirst()
                .orElse(new OutOf(ROUND.get(ROUND.size() - 1)));
    }

    long count(double rate) {
        return Math.round(rate * people);
    }

    /** " (7 to 9)"; empty if unknown. */
    String range(Range interval, Figures figures) {
        return Double.isNaN(interval.low())
                ? ""
                : " (%s to %s)".formatted(figures.count(count(interval.low())), figures.count(count(interval.high())));
    }
}
