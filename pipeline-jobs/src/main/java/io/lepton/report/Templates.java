package io.lepton.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.OutputFormat;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Fills this package's templates; every value is escaped for the output's format. */
final class Templates {
    private Templates() {}

    static String html(String template, RunReport report) {
        return html(template, values(report));
    }

    static String html(String template, Map<String, Object> values) {
        return fill(template, values, HTMLOutputFormat.INSTANCE);
    }

    static String markdown(String template, RunReport report) {
        return fill(template, values(report), Markdown.FORMAT);
    }

    /** What the fairness section needs: figures, and what is said and shown of them; a list of one. */
    static List<Map<String, Object>> of(Fairness fairness) {
        return List.of(
                Map.of("found", fairness, "tell", new FairnessSentences(fairness), "view", new FairnessView(fairness)));
    }

    private static Map<String, Object> values(RunReport report) {
        return Map.of(
                "report",
                report,
                "mitigation",
                report.mitigation().map(MitigationPage::new).stream().toList(),
                "dataAudit",
                report.dataAudit().stream().toList(),
                "privacy",
                report.privacy().stream().toList(),
                "calibration",
                report.calibration().stream().toList(),
                "fairness",
                report.fairness().map(Templates::of).orElse(List.of()),
                "say",
                new Sentences(report),
                "figures",
                new Figures());
    }

    private static String fill(String name, Map<String, Object> values, OutputFormat format) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(Templates.class, "");
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setOutputFormat(format);
        configuration.setAutoEscapingPolicy(Configuration.ENABLE_IF_SUPPORTED_AUTO_ESCAPING_POLICY);
        configuration.setLocalizedLookup(false);
        configuration.setLogTemplateExceptions(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        StringWriter text = new StringWriter();
        try {
            Template template = configuration.getTemplate(name);
            template.process(values, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the template " + name, e);
        } catch (TemplateException e) {
            throw new IllegalStateException("Cannot fill the template " + name + ": " + e.getMessage(), e);
        }
        return text.toString();
    }
}
