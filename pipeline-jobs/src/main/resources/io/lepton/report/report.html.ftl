<#import "parts.ftl" as p>
<#import "mitigation.ftl" as made>
<@p.page title=report.title>
<header><h1>${report.title}</h1>
<p>${report.purpose}</p>
<p class="soft">Run <code>${report.runId}</code> · ${report.createdAt}</p></header>
<@p.cards/>
<@p.data/>
<@p.dataAuditSection/>
<@p.privacySection/>
<@p.modelsSection/>
<@p.curvesSection/>
<@made.section/>
<@p.fairnessSection/>
<@p.driversSection/>
<@p.lineageSection/>
</@p.page>
