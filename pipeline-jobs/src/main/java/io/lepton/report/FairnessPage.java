package io.lepton.report;

import java.util.Map;

/**
 * The fairness section as a page of its own: of scores that no run made. One self-contained HTML page; also well-formed XML.
 *
 * @param title heading
 * @param audited what was looked at, in a sentence
 */
public record FairnessPage(String title, String audited, Fairness fairness) {
    public String html() {
        return Templates.html(
                "fairness.html.ftl",
                Map.of(
                        "title",
                        title,
                        "audited",
                        audited,
                        "figures",
                        new Figures(),
                        "fairness",
                        Templates.of(fairness)));
    }
}
