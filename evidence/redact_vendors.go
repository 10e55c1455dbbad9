package evidence

// shapes is the table of vendors' prefixes. A word must start with one.
var shapes = []shape{
	{kind: "gateway-token", prefix: "fgw_", min: 16,
		hits: []example{
			{"I used fgw_hR4PzdNr3eonYzEzTNfTbUMXZqjavKchDXmd today", "I used [redacted:gateway-token] today"},
			{"keyfgw_Zq7kR2mW9xTb4LvN8sYd", "key[redacted:gateway-token]"}, {"_fgw_Zq7kR2mW9xTb4LvN8sYd", "_[redacted:gateway-token]"},
			{"fgw%5FZq7kR2mW9xTb4LvN8sYd", "[redacted:gateway-token]"}, {"\\x22fgw_Zq7kR2mW9xTb4LvN8sYd\\x22", "\\x22[redacted:gateway-token]\\x22"},
		},
		misses: []string{"fgw_orders", "the fgw_ prefix"}},
	{kind: "aws-key", prefix: "AKIA", min: 16, upper: true,
		hits: []example{{"AKIAIOSFODNN7EXAMPLE", "[redacted:aws-key]"}}, misses: []string{"AKIA", "AKIAlowercase0000000"}},
	{kind: "aws-key", prefix: "ASIA", min: 16, upper: true,
		hits: []example{{"ASIAIOSFODNN7EXAMPLE", "[redacted:aws-key]"}}, misses: []string{"ASIA PACIFIC"}},
	{kind: "github-token", prefix: "ghp_", min: 20, hits: []example{{"ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"ghp_x"}},
	{kind: "github-token", prefix: "gho_", min: 20, hits: []example{{"gho_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"gho_x"}},
	{kind: "github-token", prefix: "ghu_", min: 20, hits: []example{{"ghu_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"ghu_x"}},
	{kind: "github-token", prefix: "ghs_", min: 20, hits: []example{{"ghs_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"ghs_x"}},
	{kind: "github-token", prefix: "ghr_", min: 20, hits: []example{{"ghr_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted:github-token]"}}, misses: []string{"ghr_x"}},
	{kind: "github-token", prefix: "github_pat_", min: 20, hits: []example{{"github_pat_11ABCDEFG0abcdefghij_klmnopqrst", "[redacted:github-token]"}}, misses: []string{"github_pat_name"}},
	{kind: "gitlab-token", prefix: "glpat-", min: 16, hits: []example{{"glpat-AbCdEfGh1234567890Xy", "[redacted:gitlab-token]"}}, misses: []string{"glpat-short"}},
	{kind: "slack-token", prefix: "xoxb-", min: 10, digit: true, hits: []example{{"xoxb-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxb-"}},
	{kind: "slack-token", prefix: "xoxp-", min: 10, digit: true, hits: []example{{"xoxp-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxp-"}},
	{kind: "slack-token", prefix: "xoxa-", min: 10, digit: true, hits: []example{{"xoxa-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxa-"}},
	{kind: "slack-token", prefix: "xoxr-", min: 10, digit: true, hits: []example{{"xoxr-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxr-"}},
	{kind: "slack-token", prefix: "xoxs-", min: 10, digit: true, hits: []example{{"xoxs-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxs-"}},
	{kind: "slack-token", prefix: "xoxe-", min: 10, digit: true, hits: []example{{"xoxe-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxe-"}},
	{kind: "slack-token", prefix: "xapp-", min: 10, digit: true, hits: []example{{"xapp-1-A0123456789-1234567890", "[redacted:slack-token]"}}, misses: []string{"xapp-"}},
	{kind: "slack-token", prefix: "xoxc-", min: 10, digit: true, hits: []example{{"xoxc-17653672481-19874698323", "[redacted:slack-token]"}}, misses: []string{"xoxc-"}},
	{kind: "google-secret", prefix: "GOCSPX-", min: 20, hits: []example{{"GOCSPX-Zq7kR2mW9xTb4LvN8sYdabcd", "[redacted:google-secret]"}}, misses: []string{"GOCSPX-x"}},
	{kind: "stripe-key", prefix: "sk_live_", min: 16, hits: []example{{"sk_live_4eC39HqLyjWDarjtT1zdp7dc", "[redacted:stripe-key]"}}, misses: []string{"sk_live_"}},
	{kind: "stripe-key", prefix: "sk_test_", min: 16, hits: []example{{"sk_test_4eC39HqLyjWDarjtT1zdp7dc", "[redacted:stripe-key]"}}, misses: []string{"sk_test_"}},
	{kind: "stripe-key", prefix: "rk_live_", min: 16, hits: []example{{"rk_live_4eC39HqLyjWDarjtT1zdp7dc", "[redacted:stripe-key]"}}, misses: []string{"rk_live_"}},
	{kind: "webhook-secret", prefix: "whsec_", min: 16, hits: []example{{"whsec_4eC39HqLyjWDarjtT1zdp7dc", "[redacted:webhook-secret]"}}, misses: []string{"whsec_"}},
	{kind: "api-key", prefix: "sk-", min: 20, digit: true, hits: []example{{"sk-abcdefghij1234567890AB", "[redacted:api-key]"}}, misses: []string{"sk-SK", "sk-a-very-long-name-of-a-thing"}},
	{kind: "google-key", prefix: "AIza", min: 30, hits: []example{{"AIzaSyA1234567890abcdefghijklmnopqrstuvw", "[redacted:google-key]"}}, misses: []string{"AIzawa"}},
	{kind: "google-token", prefix: "ya29.", min: 20, dots: true, hits: []example{{"ya29.a0AfH6SMBx1234567890abcdef", "[redacted:google-token]"}}, misses: []string{"ya29.x"}},
	{kind: "npm-token", prefix: "npm_", min: 30, hits: []example{{"npm_1234567890abcdefghijklmnopqrstuvwxyz", "[redacted:npm-token]"}}, misses: []string{"npm_config_registry"}},
	{kind: "pypi-token", prefix: "pypi-", min: 40, hits: []example{{"pypi-AgEIcHlwaS5vcmcCJDEyMzQ1Njc4LTEyMzQtMTIzNC0x", "[redacted:pypi-token]"}}, misses: []string{"pypi-server"}},
	{kind: "sendgrid-key", prefix: "SG.", min: 40, dots: true, digit: true, hits: []example{{"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", "[redacted:sendgrid-key]"}}, misses: []string{"SG.1"}},
	{kind: "cloud-token", prefix: "dop_v1_", min: 32, hits: []example{{"dop_v1_0123456789abcdef0123456789abcdef", "[redacted:cloud-token]"}}, misses: []string{"dop_v1_"}},
	{kind: "hub-token", prefix: "hf_", min: 30, hits: []example{{"hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", "[redacted:hub-token]"}}, misses: []string{"hf_hub"}},
	{kind: "shop-token", prefix: "shpat_", min: 20, hits: []example{{"shpat_0123456789abcdef0123456789abcdef", "[redacted:shop-token]"}}, misses: []string{"shpat_x"}},
	{kind: "vault-token", prefix: "hvs.", min: 20, dots: true, hits: []example{{"hvs.CAESIJ1234567890abcdefgh", "[redacted:vault-token]"}}, misses: []string{"hvs.x"}},
	{kind: "gitlab-token", prefix: "glrt-", min: 16, digit: true, hits: []example{{"used glrt-Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:gitlab-token] here"}}, misses: []string{"glrt-short"}},
	{kind: "gitlab-token", prefix: "glptt-", min: 16, digit: true, hits: []example{{"used glptt-Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:gitlab-token] here"}}, misses: []string{"glptt-short"}},
	{kind: "gitlab-token", prefix: "gldt-", min: 16, digit: true, hits: []example{{"used gldt-Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:gitlab-token] here"}}, misses: []string{"gldt-short"}},
	{kind: "gitlab-token", prefix: "glcbt-", min: 16, digit: true, hits: []example{{"used glcbt-Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:gitlab-token] here"}}, misses: []string{"glcbt-short"}},
	{kind: "gitlab-token", prefix: "glagent-", min: 16, digit: true, hits: []example{{"used glagent-Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:gitlab-token] here"}}, misses: []string{"glagent-short"}},
	{kind: "gitlab-token", prefix: "glsoat-", min: 16, digit: true, hits: []example{{"used glsoat-Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:gitlab-token] here"}}, misses: []string{"glsoat-short"}},
	{kind: "gitlab-token", prefix: "glft-", min: 16, digit: true, hits: []example{{"used glft-Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:gitlab-token] here"}}, misses: []string{"glft-short"}},
	{kind: "stripe-key", prefix: "sk_org_", min: 16, hits: []example{{"used sk_org_Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:stripe-key] here"}}, misses: []string{"sk_org_"}},
	{kind: "stripe-key", prefix: "rk_test_", min: 16, hits: []example{{"used rk_test_Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:stripe-key] here"}}, misses: []string{"rk_test_"}},
	{kind: "stripe-key", prefix: "pk_secret_", min: 16, hits: []example{{"used pk_secret_Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:stripe-key] here"}}, misses: []string{"pk_secret_"}},
	{kind: "twilio-key", prefix: "SK", min: 32, hex: true, hits: []example{{"used SK0123456789abcdef0123456789abcdef here", "used [redacted:twilio-key] here"}}, misses: []string{"SK12345678"}},
	{kind: "shop-token", prefix: "shpss_", min: 20, hits: []example{{"used shpss_0123456789abcdef0123456789abcdef here", "used [redacted:shop-token] here"}}, misses: []string{"shpss_x"}},
	{kind: "shop-token", prefix: "shpca_", min: 20, hits: []example{{"used shpca_0123456789abcdef0123456789abcdef here", "used [redacted:shop-token] here"}}, misses: []string{"shpca_x"}},
	{kind: "shop-token", prefix: "shppa_", min: 20, hits: []example{{"used shppa_0123456789abcdef0123456789abcdef here", "used [redacted:shop-token] here"}}, misses: []string{"shppa_x"}},
	{kind: "shop-token", prefix: "shpit_", min: 20, hits: []example{{"used shpit_0123456789abcdef0123456789abcdef here", "used [redacted:shop-token] here"}}, misses: []string{"shpit_x"}},
	{kind: "mail-key", prefix: "key-", min: 32, hex: true, hits: []example{{"used key-0123456789abcdef0123456789abcdef here", "used [redacted:mail-key] here"}}, misses: []string{"key-0123456789abcdef"}},
	{kind: "square-token", prefix: "sq0csp-", min: 20, hits: []example{{"used sq0csp-Zq7kR2mW9xTb4LvN8sYdab here", "used [redacted:square-token] here"}}, misses: []string{"sq0csp-x"}},
	{kind: "square-token", prefix: "sq0atp-", min: 20, hits: []example{{"used sq0atp-Zq7kR2mW9xTb4LvN8sYdab here", "used [redacted:square-token] here"}}, misses: []string{"sq0atp-x"}},
	{kind: "square-token", prefix: "sq0idp-", min: 20, hits: []example{{"used sq0idp-Zq7kR2mW9xTb4LvN8sYdab here", "used [redacted:square-token] here"}}, misses: []string{"sq0idp-x"}},
	{kind: "square-token", prefix: "EAAAE", min: 50, digit: true, hits: []example{{"used EAAAEZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:square-token] here"}}, misses: []string{"EAAAEZq7kR2mW9xTb4LvN8sYd"}},
	{kind: "square-token", prefix: "EAAAl", min: 50, digit: true, hits: []example{{"used EAAAlZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:square-token] here"}}, misses: []string{"EAAAlZq7kR2mW9xTb4LvN8sYd"}},
	{kind: "vault-token", prefix: "hvb.", min: 20, dots: true, hits: []example{{"used hvb.Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:vault-token] here"}}, misses: []string{"hvb.x"}},
	{kind: "vault-token", prefix: "hvr.", min: 20, dots: true, hits: []example{{"used hvr.Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:vault-token] here"}}, misses: []string{"hvr.x"}},
	{kind: "databricks-token", prefix: "dapi", min: 32, hex: true, hits: []example{{"used dapi0123456789abcdef0123456789abcdef here", "used [redacted:databricks-token] here"}}, misses: []string{"dapi0123456789abcdef"}},
	{kind: "cloud-token", prefix: "dor_v1_", min: 32, hits: []example{{"used dor_v1_0123456789abcdef0123456789abcdef here", "used [redacted:cloud-token] here"}}, misses: []string{"dor_v1_"}},
	{kind: "cloud-token", prefix: "doo_v1_", min: 32, hits: []example{{"used doo_v1_0123456789abcdef0123456789abcdef here", "used [redacted:cloud-token] here"}}, misses: []string{"doo_v1_"}},
	{kind: "atlassian-token", prefix: "ATATT3", min: 24, hits: []example{{"used ATATT3Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:atlassian-token] here"}}, misses: []string{"ATATT3x"}},
	{kind: "atlassian-token", prefix: "ATCTT3", min: 24, hits: []example{{"used ATCTT3Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:atlassian-token] here"}}, misses: []string{"ATCTT3x"}},
	{kind: "atlassian-token", prefix: "ATBB", min: 24, hits: []example{{"used ATBBZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:atlassian-token] here"}}, misses: []string{"ATBBx"}},
	{kind: "heroku-key", prefix: "HRKU-", min: 30, hits: []example{{"used HRKU-Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:heroku-key] here"}}, misses: []string{"HRKU-x"}},
	{kind: "private-key", prefix: "xprv", min: 100, hits: []example{{"xprv" + exampleToken + exampleToken + exampleToken + exampleToken + exampleToken, "[redacted:private-key]"}}, misses: []string{"xprv9s21x"}},
	{kind: "private-key", prefix: "tprv", min: 100, hits: []example{{"tprv" + exampleToken + exampleToken + exampleToken + exampleToken + exampleToken, "[redacted:private-key]"}}, misses: []string{"tprv9s21x"}},
	{kind: "private-key", prefix: "zprv", min: 100, hits: []example{{"zprv" + exampleToken + exampleToken + exampleToken + exampleToken + exampleToken, "[redacted:private-key]"}}, misses: []string{"zprv9s21x"}},
	{kind: "age-key", prefix: "AGE-SECRET-KEY-1", min: 40, hits: []example{{"used AGE-SECRET-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE here", "used [redacted:age-key] here"}}, misses: []string{"AGE-SECRET-KEY-1"}},
	{kind: "linear-key", prefix: "lin_api_", min: 24, hits: []example{{"used lin_api_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:linear-key] here"}}, misses: []string{"lin_api_x"}},
	{kind: "notion-token", prefix: "ntn_", min: 36, hits: []example{{"used ntn_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:notion-token] here"}}, misses: []string{"ntn_name"}},
	{kind: "notion-token", prefix: "secret_", min: 40, hits: []example{{"used secret_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdabc here", "used [redacted:notion-token] here"}}, misses: []string{"secret_Zq7kR2mW9xTb4LvN8sYd"}},
	{kind: "monitor-key", prefix: "NRAK-", min: 20, upper: true, hits: []example{{"used NRAK-ZQ7KR2MW9XTB4LVN8SYDABC here", "used [redacted:monitor-key] here"}}, misses: []string{"NRAK-X"}},
	{kind: "monitor-token", prefix: "glsa_", min: 30, hits: []example{{"used glsa_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:monitor-token] here"}}, misses: []string{"glsa_x"}},
	{kind: "monitor-token", prefix: "glc_", min: 30, hits: []example{{"used glc_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:monitor-token] here"}}, misses: []string{"glc_x"}},
	{kind: "monitor-token", prefix: "sntrys_", min: 30, hits: []example{{"used sntrys_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:monitor-token] here"}}, misses: []string{"sntrys_x"}},
	{kind: "monitor-token", prefix: "sntryu_", min: 30, hits: []example{{"used sntryu_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:monitor-token] here"}}, misses: []string{"sntryu_x"}},
	{kind: "postman-key", prefix: "PMAK-", min: 40, hits: []example{{"used PMAK-0123456789abcdef0123456789abcdef-0123456789abcdef0123456789abcdef here", "used [redacted:postman-key] here"}}, misses: []string{"PMAK-x"}},
	{kind: "figma-token", prefix: "figd_", min: 30, hits: []example{{"used figd_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:figma-token] here"}}, misses: []string{"figd_x"}},
	{kind: "doppler-token", prefix: "dp.pt.", min: 30, dots: true, hits: []example{{"used dp.pt.Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:doppler-token] here"}}, misses: []string{"dp.pt.x"}},
	{kind: "doppler-token", prefix: "dp.st.", min: 30, dots: true, hits: []example{{"used dp.st.Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:doppler-token] here"}}, misses: []string{"dp.st.x"}},
	{kind: "doppler-token", prefix: "dp.ct.", min: 30, dots: true, hits: []example{{"used dp.ct.Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:doppler-token] here"}}, misses: []string{"dp.ct.x"}},
	{kind: "database-token", prefix: "pscale_tkn_", min: 24, hits: []example{{"used pscale_tkn_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:database-token] here"}}, misses: []string{"pscale_tkn_x"}},
	{kind: "database-token", prefix: "pscale_pw_", min: 24, hits: []example{{"used pscale_pw_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:database-token] here"}}, misses: []string{"pscale_pw_x"}},
	{kind: "cloud-token", prefix: "pul-", min: 40, hex: true, hits: []example{{"used pul-0123456789abcdef0123456789abcdef01234567 here", "used [redacted:cloud-token] here"}}, misses: []string{"pul-0123"}},
	{kind: "docker-token", prefix: "dckr_pat_", min: 20, hits: []example{{"used dckr_pat_Zq7kR2mW9xTb4LvN8sYd here", "used [redacted:docker-token] here"}}, misses: []string{"dckr_pat_x"}},
	{kind: "cloud-token", prefix: "sbp_", min: 40, hex: true, hits: []example{{"used sbp_0123456789abcdef0123456789abcdef01234567 here", "used [redacted:cloud-token] here"}}, misses: []string{"sbp_0123"}},
	{kind: "hub-token", prefix: "xai-", min: 60, digit: true, hits: []example{{"used xai-Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:hub-token] here"}}, misses: []string{"xai-x"}},
	{kind: "api-key", prefix: "gsk_", min: 40, hits: []example{{"used gsk_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:api-key] here"}}, misses: []string{"gsk_name"}},
	{kind: "api-key", prefix: "tfp_", min: 40, hits: []example{{"used tfp_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:api-key] here"}}, misses: []string{"tfp_x"}},
	{kind: "api-key", prefix: "rnd_", min: 28, hits: []example{{"used rnd_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:api-key] here"}}, misses: []string{"rnd_x"}},
	{kind: "cloud-token", prefix: "fo1_", min: 40, hits: []example{{"used fo1_Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:cloud-token] here"}}, misses: []string{"fo1_x"}},
	{kind: "slack-token", prefix: "xoxd-", min: 20, digit: true, hits: []example{{"used xoxd-Zq7kR2mW9xTb4LvN8sYdZq7kR2mW9xTb4LvN8sYd here", "used [redacted:slack-token] here"}}, misses: []string{"xoxd-x"}},
}

// shapesByFront is shapes by their first two letters.
var shapesByFront = func() (t [1 << 10][]*shape) {
	for i := range shapes {
		n := frontSlot(shapes[i].prefix[0], shapes[i].prefix[1])
		t[n] = append(t[n], &shapes[i])
	}
	return t
}()

// shapeFront marks the slots of shapesByFront that hold any.
var shapeFront = func() (t [1 << 10]bool) {
	for n := range shapesByFront {
		t[n] = len(shapesByFront[n]) > 0
	}
	return t
}()

// shapesAt returns the shapes that a word at i may have by its first two letters.
func shapesAt(t string, i int) []*shape {
	if n := frontSlot(t[i], at(t, i+1)); shapeFront[n] {
		return shapesByFront[n]
	}
	return nil
}

func frontSlot(a, b byte) int { return int(a)*37&0x3ff ^ int(b) }
