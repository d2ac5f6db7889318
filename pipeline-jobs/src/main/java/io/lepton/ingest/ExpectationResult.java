package io.lepton.ingest;

/** How many rows broke an expectation, and whether that was within what it allows. */
public record ExpectationResult(
        String name,
        String check,
        Expectation.Severity severity,
        long failed,
        double fraction,
        double allowedFraction,
        boolean held) {

    static ExpectationResult of(Expectation expectation, long failed, long rows) {
        double fraction = rows == 0 ? 0 : (double) failed / rows;
        return new ExpectationResult(
                expectation.name(),
                expectation.check(),
                expectation.severity(),
                failed,
                fraction,
                expectation.allowedFraction(),
                fraction <= expectation.allowedFraction());
    }

    boolean stops() {
        return !held && severity != Expectation.Severity.WARN;
    }
}
