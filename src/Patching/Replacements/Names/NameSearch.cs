namespace Shim.Patching.Replacements.Names;

/// <summary>
/// Which names are asked for, one after the other, until one has an answer, and what it means if none has: the search list, as glibc 2.36 goes
/// through it (resolv/res_query.c, __res_context_search).
/// </summary>
internal sealed class NameSearch(string name, ResolvConf conf)
{
    private readonly int _dots = name.AsSpan().Count('.');
    private readonly bool _isAbsolute = name.EndsWith('.');
    private int _nextDomain = -1;
    private bool _isSearching;
    private bool _hasTriedAsIs;
    private bool _isOver;
    private bool _leavesList;
    private bool _hadNoData;
    private bool _hadServerFailure;
    private int? _errorAsIs;
    private int _lastError;

    /// <summary>One of <see cref="ResolverError"/>; when <see cref="Next"/> has nothing more.</summary>
    internal int Error =>
        _isOver ? ResolverError.TryAgain
        : _errorAsIs ?? (_hadNoData ? ResolverError.NoName : _hadServerFailure ? ResolverError.TryAgain : _lastError);

    /// <returns>The next name to ask for; null when there is none.</returns>
    internal string? Next()
    {
        _isSearching = false;
        if (_nextDomain < 0)
        {
            _nextDomain = 0;
            if (_isAbsolute || _dots >= conf.Dots)
            {
                _hasTriedAsIs = true;
                return name;
            }
        }

        if (_isAbsolute || _isOver)
        {
            return null;
        }

        if (!_leavesList && _nextDomain < conf.Domains.Length)
        {
            _isSearching = true;
            return name + "." + conf.Domains[_nextDomain++];
        }

        if (_hasTriedAsIs)
        {
            return null;
        }

        _hasTriedAsIs = true;
        return name;
    }

    /// <summary>The name that <see cref="Next"/> returned has no answer.</summary>
    /// <param name="status">c-ares' word for it.</param>
    internal void Failed(int status)
    {
        _lastError = AresErrors.ToResolverError(status);
        if (!_isSearching)
        {
            // What was said of the name itself, asked first, counts more than what was said of others.
            if (_nextDomain == 0)
            {
                _errorAsIs = _lastError;
            }

            return;
        }

        switch (status)
        {
            case AresErrors.NoData:
                _hadNoData = true;
                break;
            case AresErrors.NotFound:
                break;
            case AresErrors.ServerFailure:
                _hadServerFailure = true;
                break;
            case AresErrors.ConnectionRefused:
                _isOver = true;
                break;
            default:
                _leavesList = true;
                break;
        }
    }
}
