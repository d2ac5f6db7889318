package io.lepton.cli.bench.quality;

/**
 * What one repair does to one model, on rows that neither saw.
 *
 * @param method the repair
 * @param base the model that is repaired
 * @param seed of the split into rows to fit and rows held out
 */
public record RepairFigure(String method, String base, long seed, Treatment before, Treatment after) {

    /**
     * How people are treated; shares and differences from 0 to 1. Where lots are drawn, on average over all lots.
     *
     * @param demographicParityDifference between the groups' selection rates, most − least
     * @param equalizedOddsDifference the larger one of the differences of true and of false positive rates
     */
    public record Treatment(
            double accuracy,
            double balancedAccuracy,
            double demographicParityDifference,
            double equalizedOddsDifference) {}
}
