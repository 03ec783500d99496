import Crypto
import Markup
import WebProtocol
import WebServer
import Workspace

extension Application {
    /// Remembers the language that a visitor chose; holds nothing else.
    static let languageCookie = "udkast-language"

    func html(_ html: HTML, in language: Language, status: Int = 200) -> Response {
        Response(
            status: status,
            headers: [
                "content-type": "text/html; charset=utf-8", "content-language": language == .danish ? "da" : "en",
            ], body: html.bytes)
    }

    /// A whole page for a member.
    ///
    /// - Parameter status: 200, or 422 for a form that was refused and is shown again.
    func page<Subject>(
        _ visit: Visit<Subject>, member: Member?, title: String, crumbs: [PageFrame.Crumb] = [],
        layout: PageFrame.Layout = .normal, status: Int = 200, _ content: HTML
    ) -> Reply {
        let frame = frame(language: visit.language, member: member, request: visit.request)
        return .response(
            html(
                frame.page(title: title, crumbs: crumbs, layout: layout) { content }, in: visit.language,
                status: status))
    }

    func redirect(to target: String) -> Reply { .response(.redirect(to: target)) }

    // MARK: Headers

    /// Adds what every answer bears (requirements S5). Pages are for one person and are not kept anywhere; files under
    /// `/assets` have said themselves that they may be.
    func finished(_ response: Response, for request: Request) -> Response {
        var response = response
        for (name, value) in Self.securityHeaders { response.headers.set(name, value) }
        if isSecure(request) { response.headers.set("strict-transport-security", "max-age=63072000") }
        if !response.headers.contains("cache-control") { response.headers.set("cache-control", "no-store") }
        return response
    }

    private static let securityHeaders: [(HeaderName, HeaderValue)] = [
        (
            "content-security-policy",
            """
            default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
            img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
            require-trusted-types-for 'script'; trusted-types udkast-fragment udkast-offline \
            udkast-paste
            """
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ]

    // MARK: Origin

    /// Whether a request that changes something comes from a page of ours (requirements S3).
    ///
    /// Our pages send no referrer, and browsers then say `Origin: null` in forms; so `null` says nothing and the
    /// browser's `Sec-Fetch-Site` decides. A client that sends neither is no browser: it holds no one else's cookie.
    func hasOwnOrigin(_ request: Request) -> Bool {
        guard request.headers["origin"] == "null" else { return request.hasAllowedOrigin(configuration.origins) }
        return request.headers.values(of: "origin").count == 1 && request.headers["sec-fetch-site"] == "same-origin"
    }

    /// Whether the browser talks to us over TLS, to ourselves or to what stands in front of us.
    func isSecure(_ request: Request) -> Bool {
        request.isSecure || configuration.origins.contains { $0.hasPrefix("https://") }
    }

    // MARK: The login cookie

    private func loginCookie(_ request: Request) -> String { isSecure(request) ? "__Host-udkast" : "udkast" }

    /// The token that the browser holds; nil if there is none or it cannot be one.
    func loginToken(of request: Request) -> [UInt8]? {
        request.cookie(loginCookie(request)).flatMap(Base64URL.decode).flatMap { $0.count == 32 ? $0 : nil }
    }

    /// Gives the browser a token to keep until it is closed, or takes it away.
    func setLoginCookie(_ token: [UInt8]?, in response: inout Response, for request: Request) {
        let value = token.map(Base64URL.encode) ?? ""
        let age = token == nil ? "; Max-Age=0" : ""
        let secure = isSecure(request) ? "; Secure" : ""
        let field = "\(loginCookie(request))=\(value); Path=/; HttpOnly; SameSite=Lax\(secure)\(age)"
        if let header = HeaderValue(field) { response.headers.append("set-cookie", header) }
    }

    func setLanguageCookie(_ language: Language, in response: inout Response, for request: Request) {
        let secure = isSecure(request) ? "; Secure" : ""
        let field =
            "\(Self.languageCookie)=\(language.rawValue); Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000\(secure)"
        if let header = HeaderValue(field) { response.headers.append("set-cookie", header) }
    }
}

/// A path of ours that came in with a request, to be sent back to; the front page if it leads anywhere else.
///
/// `//host` and `/\host` are addresses of other servers to a browser.
func ownPath(_ path: String) -> String {
    let isOwn =
        path.hasPrefix("/") && !path.hasPrefix("//") && !path.contains("\\") && path.utf8.allSatisfy { $0 >= 0x20 }
    return isOwn ? path : "/"
}
