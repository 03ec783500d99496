extension Application {
    /// Everything that can be asked for, apart from `/healthz`, `/metrics` and the files under `/assets`. What is not here does
    /// not exist.
    static let routes: [Route] =
        memberRoutes + accessRoutes + administrationRoutes + draftRoutes + commentRoutes + reviewRoutes + meetingRoutes
        + targetRoutes
}
