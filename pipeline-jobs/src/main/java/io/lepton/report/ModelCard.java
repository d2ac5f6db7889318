package io.lepton.report;

/**
 * A model's card, after Mitchell et al. (2019), "Model Cards for Model Reporting": what it is for, what it was made from, how good and
 * how fair it is, what drives it and where its limits are.
 */
public final class ModelCard {
    private final RunReport report;

    public ModelCard(RunReport report) {
        this.report = report;
    }

    /** One self-contained HTML page; also well-formed XML. */
    public String html() {
        return Templates.html("model-card.html.ftl", report);
    }

    public String markdown() {
        return Templates.markdown("model-card.md.ftl", report);
    }
}
