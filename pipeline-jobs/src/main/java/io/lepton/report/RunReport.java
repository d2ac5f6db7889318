package io.lepton.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every figure that a run's report and its model card show. Shares and rates are 0 to 1; a figure that is unknown is NaN, and an empty
 * list leaves its part out.
 *
 * @param title heading, for example the pipeline's name
 * @param purpose what the model is for, in its owner's words
 * @param task "binary", "multiclass" or "regression"
 * @param metric by which models were compared: auc, accuracy, f1, log_loss, rmse, mae, r2, ...
 * @param curves how the loss fell while models were fitted to all training rows
 * @param rules of a decision tree, as sentences
 * @param drivers columns by falling importance
 * @param limits further sentences on what the model must not be used for
 * @param dataAudit what the data says of groups of people
 * @param mitigation what was done to make the model fairer
 * @param compression what came of making the model smaller, in sentences
 */
public record RunReport(
        String title,
        String runId,
        Instant createdAt,
        String purpose,
        String task,
        String metric,
        List<Stage> stages,
        List<Expectation> expectations,
        Optional<Privacy> privacy,
        List<Model> models,
        List<Curve> curves,
        Optional<Calibration> calibration,
        List<String> rules,
        Optional<Fairness> fairness,
        List<Driver> drivers,
        Lineage lineage,
        List<String> limits,
        Optional<DataAudit> dataAudit,
        Optional<Mitigation> mitigation,
        List<String> compression) {

    /**
     * One stage of the run.
     *
     * @param status done, refused or failed
     */
    public record Stage(
            String name, String status, long rowsIn, long rowsOut, long rowsQuarantined, double durationSeconds) {}

    /**
     * A check of the data and what it found.
     *
     * @param severity fail, quarantine or warn
     */
    public record Expectation(
            String name,
            String check,
            String severity,
            long failed,
            double fraction,
            double allowedFraction,
            boolean held) {}

    /**
     * How people are protected in the published rows.
     *
     * @param protections sentences such as "fnlwgt was dropped"
     * @param k required; 0 if k-anonymity was not asked for
     * @param holds whether the check of the published rows found k
     * @param riskBefore highest chance to re-identify a person in the raw rows; NaN if unknown
     * @param riskAfter the same in the published rows
     * @param informationLoss by column, 0 (as it was) to 1 (nothing left)
     * @param risks the ways in which people could be found, before and after
     * @param crowds how many people hide in groups of which size, small groups first
     * @param sensitive a sentence for each sensitive column
     */
    public record Privacy(
            List<String> protections,
            List<String> quasiIdentifiers,
            int k,
            boolean holds,
            long rows,
            long rowsSuppressed,
            long classes,
            long smallestClass,
            double riskBefore,
            double riskAfter,
            Map<String, Double> informationLoss,
            List<Risk> risks,
            List<Crowd> crowds,
            List<String> sensitive) {}

    /**
     * A chance or share, 0 to 1, in the raw and in the published rows.
     *
     * @param before NaN if unknown
     */
    public record Risk(String name, double before, double after) {}

    /**
     * People who hide in groups of about the same size.
     *
     * @param share of all published rows, 0 to 1
     */
    public record Crowd(long from, long to, long rows, double share) {}

    /**
     * A model that was tried.
     *
     * @param outOfFold metrics on rows held out in turn; {@code test} on the rows kept back from everything
     */
    public record Model(String name, boolean chosen, Map<String, Double> outOfFold, Map<String, Double> test) {}

    /**
     * How the loss fell while a model was trained.
     *
     * @param model by its name among the models
     * @param name of the training, among those of the model
     * @param steps in their order
     */
    public record Curve(String model, String name, List<CurveStep> steps) {}

    /**
     * The mean loss after a step: an epoch of a network, a round of boosting.
     *
     * @param step counted from 1
     * @param training loss of the rows that are learned from; NaN if unknown
     * @param validation loss of rows that are held out; NaN if there are none
     */
    public record CurveStep(int step, double training, double validation) {}

    /**
     * Who is in the data that was learned from.
     *
     * @param rows of the table; {@code rowsRead} of them, for the figures
     * @param groups of single attributes and of pairs
     * @param proxies what tells most of an attribute first
     * @param warnings sentences
     */
    public record DataAudit(
            long rows,
            long rowsRead,
            List<GroupShare> groups,
            List<Proxy> proxies,
            List<Predictability> predictability,
            List<String> warnings) {}

    /**
     * How many rows a group has, and how often its outcome is positive.
     *
     * @param count rows; the threshold where {@code countSuppressed}
     * @param judged whether the group is large enough to be compared
     * @param share of all rows that were read; NaN where withheld, and so are the ends of its interval
     * @param baseRate share of its rows with the outcome; NaN where unknown, and so are the ends of its interval
     */
    public record GroupShare(
            String attributes,
            String group,
            long count,
            boolean countSuppressed,
            boolean judged,
            double share,
            Range shareInterval,
            double baseRate,
            Range baseRateInterval) {}

    /**
     * How much a column tells of a protected attribute.
     *
     * @param information share of what there is to know
     * @param pValue corrected for all columns
     * @param accuracy share of groups guessed right from it alone, where {@code baseAccuracy} is always guessing the largest
     */
    public record Proxy(
            String attribute,
            String column,
            double information,
            double pValue,
            double auc,
            double accuracy,
            double baseAccuracy) {}

    /** How well all other columns together tell a protected attribute. */
    public record Predictability(String attribute, int columns, double auc) {}

    /**
     * How often the chosen model's probabilities come true on test rows.
     *
     * @param ofThePositiveClass whether the probabilities are those of the positive class, or else of the likeliest
     * @param bins by rising probability
     * @param error expected calibration error, 0 to 1
     * @param errorBefore the same before the probabilities were mended; NaN if they were not
     */
    public record Calibration(
            boolean ofThePositiveClass, List<ReliabilityBin> bins, double error, double errorBefore) {}

    /**
     * Rows with alike probabilities.
     *
     * @param weight of the rows
     * @param predicted mean probability
     * @param observed share that it came true for
     */
    public record ReliabilityBin(double weight, double predicted, double observed) {}

    /** A 95 % confidence interval. */
    public record Range(double low, double high) {}

    /**
     * A column and how much the model relies on it.
     *
     * @param importance drop of the model's quality when the column is shuffled
     */
    public record Driver(String column, double importance) {}

    /**
     * What made the result, so that it can be made again.
     *
     * @param model "adult-income/v3", or empty if none was registered
     */
    public record Lineage(
            String model, List<Table> tables, String configHash, String codeVersion, long seed, String pipelineFile) {}

    /**
     * A table's version that was read or written.
     *
     * @param role "read" or "written", and by which stage
     */
    public record Table(String name, long version, String role) {}

    /** Whether every gate passed; true without gates. */
    public boolean passed() {
        return fairness.map(Fairness::passed).orElse(true);
    }

    /** The model that was chosen, if any. */
    public Optional<Model> chosen() {
        return models.stream().filter(Model::chosen).findFirst();
    }
}
